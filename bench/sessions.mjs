// What sessions of an engine cost: sessions.mjs ENGINE [SESSIONS] [MESSAGES], by default 1,000 sessions and 10 messages each.
// The packaged product with its embedded database, against a stand-in for the other side as a process of its own, whose class
// path is expected in STAND_IN. Prints memory, and processor time at rest and while every session sends.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as rest } from 'node:timers/promises';

const [engine, sessions = 1000, messages = 10] = [process.argv[2], ...process.argv.slice(3).map(Number)];
const IDLE = 60;
const ROOT = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'sessions-'));
const children = [];
let base;
let key = '';

const SECRETS = { token: 'bench-token', appSecret: 'bench-secret', verifyToken: 'bench-word' };
const ACCOUNT = '102290129340398';
const TEMPLATE = { id: '1', name: 'invito', language: 'it', category: 'MARKETING', status: 'APPROVED' };

/** The stand-ins: how one is started and listens, what it has to know of a session, and how many messages it took. */
const ENGINES = {
  cloud: {
    command: ['io.staffetta.cloud.stub.CloudStub', '--ledger', join(folder, 'ledger.jsonl'), '--exit-with-parent'],
    ledger: join(folder, 'ledger.jsonl'),
    port: (line) => JSON.parse(line).port,
    settings: (n, at) => ({ phoneNumberId: number(n), businessAccountId: ACCOUNT, ...SECRETS, baseUrl: at }),
    prepare: async (at) => {
      const components = [{ type: 'BODY', text: 'Ciao {{1}}' }];
      await call(`${at}/_stub/templates`, { account: ACCOUNT, templates: [{ ...TEMPLATE, components }] });
    },
    known: (n, at) =>
      call(`${at}/_stub/number`, {
        id: number(n),
        token: SECRETS.token,
        displayPhoneNumber: `+39 333 ${1000000 + n}`,
        verifiedName: 'A shop',
        qualityRating: 'GREEN',
        throughput: 'STANDARD',
      }),
    calls: (at, url) => call(`${at}/_stub/webhook`, { url, appSecret: SECRETS.appSecret }),
    text: { messageTemplate: { name: 'invito', language: 'it', body: ['{{nome}}'] } },
  },
  waha: {
    command: ['io.staffetta.waha.stub.WahaStub', '0', folder, 'bench-key'],
    ledger: join(folder, 'waha-ledger.jsonl'),
    port: (line) => Number(line.replace('listening ', '')),
    settings: (n, at) => ({ baseUrl: at, apiKey: 'bench-key', session: `s${n}` }),
    linked: async (n, at) => {
      await until(`the code of s${n}`, async () => (await api(`/api/v1/sessions/s${n}`)).state === 'qr_generated');
      await call(`${at}/stub/s${n}/scan`, { phone: String(393332000000 + n) });
    },
    text: { template: 'Ciao {{nome}}' },
  },
};

const number = (n) => String(200000000000 + n);

async function call(url, body, options = {}) {
  const answer = await fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'Content-Type': 'application/json', ...(key && { 'X-Api-Key': key }) },
    signal: AbortSignal.timeout(60_000),
    ...options,
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${text}`);
  return text ? JSON.parse(text) : {};
}

const api = (path, body, options) => call(base + path, body, options);

async function until(what, true_, seconds = 900, every = 100) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await rest(every)) {
    if (await true_()) return;
  }
  throw new Error(`waited in vain for ${what}`);
}

/** So many at a time. */
async function each(count, deed, atOnce = 8) {
  let next = 0;
  const worker = async () => {
    while (next < count) await deed(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

function started(command, args, options) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'], ...options });
  children.push(child);
  return child;
}

async function standIn(kind) {
  const child = started(join(process.env.JAVA_HOME, 'bin/java'), ['-Xmx1g', '-cp', process.env.STAND_IN, ...kind.command]);
  const [line] = await once(createInterface(child.stdout), 'line');
  return `http://127.0.0.1:${kind.port(line)}`;
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

async function product(at) {
  const port = await freePort();
  base = `http://127.0.0.1:${port}`;
  const options = [`--staffetta.outbound.allow=${new URL(at).host}`, '--START_DEFAULT_SESSION=false'];
  const child = started(join(ROOT, 'run'), ['--port', String(port), '--data', join(folder, 'data'), ...options], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await until('the product', () => fetch(`${base}/health`).then((answer) => answer.ok, () => false), 900);
  return child;
}

const read = (pid, file) => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
};

/** The process and all below it. */
function family(pid) {
  const below = readdirSync('/proc')
    .filter((name) => /^[0-9]+$/.test(name))
    .filter((name) => read(name, 'stat').replace(/^.*\) /s, '').split(' ')[1] === String(pid));
  return [pid, ...below.flatMap((child) => family(Number(child)))];
}

/** The embedded database, which goes on living if the product is killed and so is no child of it. */
function postmaster() {
  const data = join(folder, 'data');
  const file = readdirSync(data, { recursive: true }).find((name) => name.endsWith('postmaster.pid'));
  return Number(readFileSync(join(data, file), 'utf8').split('\n')[0]);
}

/** MB of memory, shared pages divided, and seconds of processor time so far, of the JVM and of its database. */
function used(child) {
  const [jvm, database] = [child.pid, family(postmaster())];
  const memory = (pids) =>
    pids.reduce((sum, pid) => sum + Number(read(pid, 'smaps_rollup').match(/^Pss: *([0-9]+)/m)?.[1] ?? 0), 0) / 1024;
  const spent = (pids, reaped) =>
    pids.reduce((sum, pid) => {
      const fields = read(pid, 'stat').replace(/^.*\) /s, '').split(' ').map(Number);
      return sum + (fields[11] + fields[12] + (reaped ? fields[13] + fields[14] : 0) || 0);
    }, 0) / 100;
  return { jvm: memory([jvm]), database: memory(database), cpu: spent([jvm], false), databaseCpu: spent(database, true) };
}

async function atRest(child, count) {
  await rest(30_000);
  const before = used(child);
  await rest(IDLE * 1000);
  const after = used(child);
  const share = (name) => (((after[name] - before[name]) / IDLE) * 100).toFixed(2);
  console.log(
    `${count} ${engine} sessions at rest: JVM ${after.jvm.toFixed(0)} MB, database ${after.database.toFixed(0)} MB;` +
      ` JVM ${share('cpu')} %, database ${share('databaseCpu')} % of a core`,
  );
}

async function made(kind, at) {
  await kind.prepare?.(at);
  await each(sessions, async (n) => {
    await kind.known?.(n, at);
    await api('/api/v1/sessions', { id: `s${n}`, engine, settings: kind.settings(n, at) });
    await kind.linked?.(n, at);
  });
  await allReady();
  await each(sessions, (n) =>
    api(`/api/v1/sessions/s${n}`, { hourlyLimit: 5000, dailyLimit: 5000, typingSimulation: false }, { method: 'PATCH' }),
  );
}

const allReady = () =>
  until('all sessions', async () => {
    const ready = new Set();
    for (let page = '?limit=1000'; page; ) {
      const { items, next } = await api(`/api/v1/sessions${page}`);
      items.filter((session) => session.state === 'ready').forEach((session) => ready.add(session.id));
      page = next && `?limit=1000&cursor=${encodeURIComponent(next)}`;
    }
    return ready.size >= sessions;
  }, 900, 1000);

const taken = (kind) => (existsSync(kind.ledger) ? readFileSync(kind.ledger, 'utf8').split('\n').length - 1 : 0);

async function sending(kind, at, child) {
  if (kind.calls) await kind.calls(at, base + new URL((await api('/api/v1/sessions/s0')).webhookUrl, base).pathname);
  const none = { min: 0, max: 0 };
  const campaigns = [];
  await each(sessions, async (n) => {
    const pace = { messageDelay: none, contactDelay: none };
    const { id } = await api('/api/v1/campaigns', { name: `c${n}`, sessionId: `s${n}`, ...kind.text, ...pace });
    let csv = 'telefono,nome\n';
    for (let i = 0; i < messages; i++) csv += `+39${3400000000 + n * messages + i},Persona ${i}\n`;
    await api(`/api/v1/campaigns/${id}/recipients`, csv, { headers: { 'Content-Type': 'text/csv', 'X-Api-Key': key } });
    campaigns.push(id);
  }, 1);
  await rest(5000);
  const before = used(child);
  const begun = Date.now();
  const consent = { statement: 'All of them agreed, for this measurement.' };
  await each(sessions, (n) => api(`/api/v1/campaigns/${campaigns[n]}/start`, { consent }));
  await until('all messages', () => taken(kind) >= sessions * messages, 3600, 250);
  const took = (Date.now() - begun) / 1000;
  // What is said of them afterwards belongs to their price.
  await rest(20_000);
  const after = used(child);
  const each_ = (name) => (((after[name] - before[name]) / taken(kind)) * 1000).toFixed(2);
  console.log(
    `${taken(kind)} messages of ${sessions} ${engine} sessions in ${took.toFixed(0)} s:` +
      ` JVM ${each_('cpu')} ms, database ${each_('databaseCpu')} ms of processor time each; JVM ${after.jvm.toFixed(0)} MB afterwards`,
  );
}

async function stop(child) {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  await Promise.race([once(child, 'exit'), rest(60_000)]);
}

try {
  const kind = ENGINES[engine] ?? (() => { throw new Error(`one of ${Object.keys(ENGINES)}`); })();
  const at = await standIn(kind);
  let child = await product(at);
  const token = readFileSync(join(folder, 'data/setup-token'), 'utf8').trim();
  key = (await api('/api/v1/setup', { token, email: 'bench@example.org', password: 'a long pass phrase' })).apiKey;
  await atRest(child, 0);
  await made(kind, at);
  await stop(child);
  const begun = Date.now();
  child = await product(at);
  await allReady();
  console.log(`${sessions} ${engine} sessions ready ${((Date.now() - begun) / 1000).toFixed(1)} s after a second start`);
  await atRest(child, sessions);
  await sending(kind, at, child);
} finally {
  for (const child of children.reverse()) await stop(child);
  rmSync(folder, { recursive: true, force: true });
}
