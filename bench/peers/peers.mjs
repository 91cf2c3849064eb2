// Staffetta beside other queues on one PostgreSQL: peers.mjs [ROUNDS] [MESSAGES] [NAME,NAME…], by default 5 rounds of 10,000 messages
// with all contenders. Expects PRODUCT and PEERS in the environment: class paths. What happens is told on standard error, the table
// comes on standard output, and every figure stands in the file FIGURES. See ../README.md.
import { appendFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { allEnded } from './processes.mjs';
import { medians, table } from './report.mjs';
import { ceiling, killed, measured } from './rounds.mjs';
import { CONTENDERS, cluster, tidy } from './surroundings.mjs';

const [rounds = 5, messages = 10_000] = process.argv.slice(2, 4).map(Number);
const names = process.argv[4]?.split(',') ?? [...Object.keys(CONTENDERS), 'pgbench'];
/** What is worked on before it is measured, in multiples of that: a JVM first has to compile what it runs. */
const WARM_UP = { staffetta: 4, 'db-scheduler': 2, jobrunr: 1 };
const LEAST_WARM_UP = 0.5;
/** No round is begun that would end after this many minutes if it took as long as the longest before it. */
const BUDGET = Number(process.env.MINUTES ?? 18) * 60_000;
/** Who failed this often is left out from then on. */
const FAILURES = 2;

const begun = performance.now();
const results = {};
const kills = {};
const failures = {};

const show = (result) =>
  Object.entries(result)
    .map(([key, value]) => `${key} ${+value.toFixed(value < 100 ? 2 : 0)}`)
    .join(', ');

function kept(what, name, result) {
  const entry = { what, name, ...result, load: loadavg()[0], after: Math.round((performance.now() - begun) / 1000) };
  appendFileSync(process.env.FIGURES, `${JSON.stringify(entry)}\n`);
  console.error(`${entry.after} s, ${what}, ${name}: ${show(result)} [load ${entry.load.toFixed(1)}]`);
}

/** The rest goes on when one fails. */
async function tried(what, name, work) {
  if ((failures[name] ?? []).length >= FAILURES) return;
  try {
    await work();
  } catch (error) {
    (failures[name] ??= []).push(`${what}: ${error.message}`);
    appendFileSync(process.env.FIGURES, `${JSON.stringify({ what, name, failed: error.message })}\n`);
    console.error(`${what}, ${name} FAILED: ${error.stack}`);
  }
}

async function round(server, n) {
  const what = `round ${n}`;
  const recorded = (name, result) => {
    (results[name] ??= {})[n] = result;
    kept(what, name, result);
  };
  // Nobody is always the first, and nobody always comes after the same.
  const order = names.map((_, i) => names[(i + n - 1) % names.length]);
  for (const name of n % 2 ? order : order.reverse()) {
    if (name === 'pgbench') {
      await tried(what, name, async () => {
        recorded('pgbench, one by one', await ceiling(server, messages, 1));
        recorded('pgbench, batches of 100', await ceiling(server, messages, 100));
      });
    } else {
      const warmUp = Math.round(messages * (WARM_UP[name] ?? LEAST_WARM_UP));
      await tried(what, name, async () => recorded(name, await measured(server, name, messages, warmUp)));
    }
  }
}

async function everything(server) {
  for (const name of names.filter((each) => each !== 'pgbench')) {
    await tried('kill -9', name, async () => {
      kills[name] = await killed(server, name, messages);
      kept('kill -9', name, kills[name]);
    });
  }
  let longest = 0;
  for (let n = 1; n <= rounds; n++) {
    const from = performance.now();
    if (from - begun + longest > BUDGET) return n - 1;
    await round(server, n);
    longest = Math.max(longest, performance.now() - from);
  }
  return rounds;
}

function aborted() {
  console.error('interrupted: ending what runs');
  allEnded().finally(() => {
    tidy();
    process.exit(1);
  });
}
process.on('SIGINT', aborted);
process.on('SIGTERM', aborted);

let server;
try {
  const loadBefore = loadavg()[0];
  console.error(`${rounds} rounds of ${messages} messages, ${cpus().length} cores, load ${loadBefore.toFixed(1)}`);
  server = await cluster();
  const done = await everything(server);
  const heading = `${done} rounds of ${messages} messages, medians; ${cpus().length} cores, load before it ${loadBefore.toFixed(1)}`;
  console.log(table(heading, medians(results), kills, failures));
} finally {
  await server?.admin.end();
  await allEnded();
  tidy();
}
