// Measures what sessions cost the sidecar: links N of them to a stand-in for WhatsApp, lets them rest, then sends.
// Usage: node sessions.mjs SIDECAR_FOLDER MOCK_WHATSAPP_FOLDER [N]      (both folders after "npm ci")
import { spawn } from 'node:child_process';
import readline from 'node:readline';

const [sidecarFolder, mockFolder, count = '20'] = process.argv.slice(2);
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const number = (session) => String(393340000000 + session);
const PERSON = '393359999999';
const REST_MS = 60_000;

const mock = spawn('node', ['src/cli.mjs', '--exit-with-parent'], { cwd: mockFolder, stdio: ['pipe', 'pipe', 'ignore'] });
const { ws, control, trustRoot } = JSON.parse(await firstLine(mock.stdout));
const sidecar = spawn('node', ['main.mjs'], {
  cwd: sidecarFolder,
  stdio: ['pipe', 'pipe', 'inherit'],
  env: { PATH: process.env.PATH, STAFFETTA_WA_URL: ws, STAFFETTA_WA_TRUST_ROOT: trustRoot },
});

const stores = new Map();
const ready = new Set();
const answers = new Map();
let usage;
const say = (message) => sidecar.stdin.write(`${JSON.stringify(message)}\n`);
const heard = {
  beat: (message) => (usage = message),
  load: ({ s, n, names }) => {
    const kept = names.filter((name) => stores.get(s).has(name));
    say({ op: 'kept', n, values: Object.fromEntries(kept.map((name) => [name, stores.get(s).get(name)])) });
  },
  keep: ({ s, n, values }) => {
    for (const [name, value] of Object.entries(values)) {
      if (value === null) stores.get(s).delete(name);
      else stores.get(s).set(name, value);
    }
    say({ op: 'kept', n, values: {} });
  },
  qr: ({ s, text }) => post(`/phones/${number(s)}/scan`, { qr: text }),
  ready: ({ s }) => ready.add(s),
  answer: ({ n, value }) => answers.get(n)?.(value),
};
readline.createInterface({ input: sidecar.stdout }).on('line', (line) => {
  const message = JSON.parse(line);
  heard[message.e]?.(message);
});
const beats = setInterval(() => say({ op: 'beat' }), 5000);

await nextBeat();
const empty = usage;
console.log(`no session:   ${mb(empty.rss)} MB`);
for (let s = 1; s <= Number(count); s++) {
  stores.set(s, new Map());
  say({ op: 'open', s, creds: null });
  say({ op: 'connect', s });
  if (s % 5 === 0) while (ready.size < s) await sleep(20);
}
while (ready.size < Number(count)) await sleep(20);
const linking = (await nextBeat()).cpu - empty.cpu;
console.log(`linked ${count}: ${(linking / Number(count)).toFixed(0)} ms of CPU each`);
await sleep(10_000);
const before = await nextBeat();
const since = Date.now();
await sleep(REST_MS);
const after = await nextBeat();
const share = (100 * (after.cpu - before.cpu)) / (Date.now() - since);
console.log(`at rest:      ${mb(after.rss)} MB, ${((after.rss - empty.rss) / 1e6 / Number(count)).toFixed(1)} MB each`);
console.log(`at rest:      ${share.toFixed(2)} % of a core for all`);
const sending = await nextBeat();
for (let s = 1; s <= Number(count); s++) await send(s, s);
const sent = await nextBeat();
console.log(`first message: ${((sent.cpu - sending.cpu) / Number(count)).toFixed(0)} ms of CPU each, then ${mb(sent.rss)} MB`);
for (let s = 1; s <= Number(count); s++) await send(s, 1000 + s);
const again = await nextBeat();
console.log(`next message:  ${((again.cpu - sent.cpu) / Number(count)).toFixed(0)} ms of CPU each, then ${mb(again.rss)} MB`);
const keys = [...stores.values()].map((store) => [...store].reduce((sum, [name, value]) => sum + name.length + value.length, 0));
console.log(`kept outside: ${stores.get(1).size} keys, ${(keys[0] / 1000).toFixed(0)} kB a session`);

clearInterval(beats);
sidecar.stdin.end();
mock.stdin.end();

async function send(s, n) {
  const answered = new Promise((resolve) => answers.set(n, resolve));
  say({ op: 'send', n, s, phone: PERSON, id: `3EB0${n}`, text: 'Ciao', ms: 20_000 });
  const { outcome } = await answered;
  if (outcome !== 'accepted') throw new Error(`session ${s}: ${outcome}`);
}

async function nextBeat() {
  const last = usage;
  while (usage === last) await sleep(50);
  return usage;
}

async function post(target, body) {
  await fetch(control + target, { method: 'POST', body: JSON.stringify(body) });
}

function firstLine(stream) {
  return new Promise((resolve) => readline.createInterface({ input: stream }).once('line', resolve));
}

function mb(bytes) {
  return (bytes / 1e6).toFixed(0);
}
