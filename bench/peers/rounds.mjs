// What is done with each contender: a backlog and a trickle measured, a kill in the middle of a backlog, and what pgbench makes of it.
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as rest } from 'node:timers/promises';
import { ended, memory, processor, processorOfAll, started, until, within } from './processes.mjs';
import { checkpoint, ground, surrounded } from './surroundings.mjs';

const TRICKLE = { perSecond: 100, seconds: 6 };
const PATIENCE = 120_000;
/** After a kill: nothing arrived for so long, so nothing will. More than any of them takes to notice a dead process. */
const QUIET = 45_000;
/** Every message is stored: what would still arrive has this long for it. */
const AFTERMATH = 3_000;

const STORED = "select count(*) from message where state = 'sent'";
const WAITING = "select count(*) from message where state in ('queued', 'claimed', 'sending')";
const WAL = "select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')";

const percentile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

async function allStored(database, other, expected) {
  await until(`${expected} arrivals`, () => other.count() >= expected, 5, PATIENCE);
  await until(`${expected} results`, async () => (await database.one(STORED)) >= expected, 20, PATIENCE);
}

/** From the creation of each single message to its arrival at the stub, in ms, in order. */
async function waits(database, other) {
  const { rows } = await database.client.query(
    "select phone, extract(epoch from created_at) * 1000 as at from message where phone::text like '39345%'",
  );
  const arrivals = other.arrivals();
  return rows.map((row) => arrivals.get(row.phone)[0] / 1000 - Number(row.at)).sort((a, b) => a - b);
}

async function spent(server, database, child) {
  return { at: performance.now(), own: processor(child.pid), postgres: processorOfAll(server.postmaster), wal: await database.one(WAL) };
}

/** Works on a backlog whose first messages only warm it up, and then on single messages. */
export const measured = (server, name, messages, warmUp) =>
  surrounded(server, name, async ({ other, database, start }) => {
    const { child, command } = await start();
    await command(`enqueue ${warmUp + messages}`);
    await checkpoint(server);
    await database.client.query('vacuum analyze');
    await command('run');
    await until('the warm-up', () => other.count() >= warmUp, 2, PATIENCE);
    const [before, skipped] = [await spent(server, database, child), other.count()];
    await allStored(database, other, warmUp + messages);
    const after = await spent(server, database, child);
    const resident = memory(child.pid);
    await command(`trickle ${TRICKLE.perSecond} ${TRICKLE.seconds}`);
    await allStored(database, other, warmUp + messages + TRICKLE.perSecond * TRICKLE.seconds);
    const single = await waits(database, other);
    const counted = warmUp + messages - skipped;
    return {
      rate: (counted / (after.at - before.at)) * 1000,
      p50: percentile(single, 0.5),
      p99: percentile(single, 0.99),
      own: ((after.own - before.own) / counted) * 1000,
      postgres: ((after.postgres - before.postgres) / counted) * 1000,
      resident,
      wal: (after.wal - before.wal) / counted,
    };
  });

/** Killed with half of the messages gone, started again, and waited for until nothing comes any more. */
export const killed = (server, name, messages) =>
  surrounded(server, name, async ({ other, database, start }) => {
    const first = await start();
    await first.command(`enqueue ${messages}`);
    await first.command('run');
    await until('half of them', () => other.count() >= messages / 2, 2, PATIENCE);
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    const at = Date.now();
    const second = await start();
    await second.command('run');
    const since = await silence(database, other);
    const arrivals = other.arrivals();
    const { rows } = await database.client.query("select phone, state from message where state <> 'sent'");
    const held = rows.filter((row) => row.state === 'in_doubt');
    return {
      lost: messages - arrivals.size - held.filter((row) => !arrivals.has(row.phone)).length,
      repeated: [...arrivals.values()].filter((times) => times.length > 1).length,
      inDoubt: held.length,
      waiting: rows.length - held.length,
      seconds: (since - at) / 1000,
    };
  });

/** Waits until nothing comes any more; when the last one came. */
async function silence(database, other) {
  let [last, since, settled] = [0, Date.now(), false];
  await until('the end', async () => {
    const now = other.count();
    if (now !== last) [last, since, settled] = [now, Date.now(), false];
    settled ||= (await database.one(WAITING)) === 0;
    return Date.now() - since > (settled ? AFTERMATH : QUIET);
  }, 200, PATIENCE);
  return since;
}

/** The least that PostgreSQL has to do for it, nothing read by anybody and nothing posted: batches of this size by pgbench. */
export async function ceiling(server, messages, size) {
  const database = await ground(server, 'pgbench');
  try {
    const clients = size === 1 ? 16 : 3;
    const transactions = Math.ceil(messages / size / clients);
    await database.client.query(
      `insert into message (phone, template_id, variables)
       select 393400000000 + n, 1, jsonb_build_object('nome', 'Persona ' || n) from generate_series(0, $1::int - 1) n`,
      [transactions * clients * size],
    );
    await database.client.query('create table job as select id as message_id from message');
    await database.client.query('alter table job add primary key (message_id)');
    await checkpoint(server);
    await database.client.query('vacuum analyze');
    const said = await pgbench(server.address(database.database), clients, transactions, size);
    const left = await database.one('select count(*) from job');
    if (left > 0) throw new Error(`pgbench left ${left} jobs: ${said}`);
    return { rate: Number(/tps = ([0-9.]+)/.exec(said)[1]) * size };
  } finally {
    await database.drop();
  }
}

async function pgbench({ host, port, user, password, database }, clients, transactions, size) {
  const script = ['-n', '-M', 'prepared', '-f', join(import.meta.dirname, 'ceiling.sql'), '-D', `size=${size}`];
  const where = ['-c', String(clients), '-j', '2', '-t', String(transactions), '-h', host, '-p', String(port), '-U', user];
  const { child } = started(['pgbench', ...script, ...where, database], { env: { ...process.env, PGPASSWORD: password } });
  let said = '';
  child.stdout.on('data', (chunk) => (said += chunk));
  try {
    await within(PATIENCE, 'pgbench', once(child, 'close'));
  } finally {
    child.kill();
    await rest(0);
  }
  return said;
}
