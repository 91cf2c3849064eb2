// What a contender finds: the product's embedded PostgreSQL with a database for it alone, and the stub that it posts to.
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as rest } from 'node:timers/promises';
import pg from 'pg';
import { ended, parent, started, within } from './processes.mjs';

const HERE = import.meta.dirname;
const START = 90_000;
/** How long a database may take to be free of others, ms. */
const DROP = 30_000;
/** A statement of the harness itself, ms. */
const STATEMENT = 60_000;
/** A line of the stub's ledger: twelve digits of a phone, a blank, sixteen of µs. */
const ENTRY = 30;

export const folder = mkdtempSync(join(tmpdir(), 'peers-'));
export const tidy = () => rmSync(folder, { recursive: true, force: true });

const { PRODUCT, PEERS, JAVA_HOME } = process.env;
const java = (classPath, main, ...args) => [
  join(JAVA_HOME, 'bin/java'),
  // As the product is run.
  ...['-XX:+UseSerialGC', '-XX:+UseCompactObjectHeaders', '-Xms64m', '-Xmx1g', '-Djdk.httpclient.allowRestrictedHeaders=host'],
  ...['-Djdk.httpclient.keepalive.timeout=4', '--enable-native-access=ALL-UNNAMED', '--sun-misc-unsafe-memory-access=allow'],
  ...(process.env.STAFFETTA_JAVA_OPTS ?? '').split(' ').filter(Boolean),
  ...['-cp', classPath, main, ...args],
];

/** How each is started. */
export const CONTENDERS = {
  staffetta: java(PRODUCT, 'io.staffetta.server.bench.PeerContender'),
  'graphile-worker': [process.execPath, join(HERE, 'graphile-worker.mjs')],
  'pg-boss': [process.execPath, join(HERE, 'pg-boss.mjs')],
  'db-scheduler': java(PEERS, 'io.staffetta.peers.Contender', 'db-scheduler'),
  jobrunr: java(PEERS, 'io.staffetta.peers.Contender', 'jobrunr'),
};

async function connected(address) {
  const client = new pg.Client({ ...address, query_timeout: STATEMENT });
  client.on('error', () => {});
  await client.connect();
  return client;
}

/** The cluster that all share. */
export async function cluster() {
  const { child, line } = started(java(PRODUCT, 'io.staffetta.server.bench.PeerCluster'), {
    cwd: join(HERE, '../../server'),
  });
  let url = '';
  // What is logged at the start comes before it.
  while (!url.startsWith('jdbc:')) {
    url = await within(START, 'the database', line());
    if (url === undefined) throw new Error('the database did not start');
  }
  const [user, password] = [await line(), await line()];
  const { hostname: host, port, pathname } = new URL(url.replace('jdbc:', ''));
  const address = (database) => ({ host, port: Number(port), database, user, password });
  const admin = await connected(address(pathname.slice(1)));
  const { rows } = await admin.query('select pg_backend_pid() as pid');
  return { child, admin, address, postmaster: parent(rows[0].pid) };
}

async function stub() {
  const ledger = join(folder, `ledger-${Date.now()}`);
  writeFileSync(ledger, '');
  const { child, line } = started([process.execPath, join(HERE, 'stub.mjs'), ledger]);
  const at = `http://127.0.0.1:${await within(START, 'the stub', line())}`;
  /** µs of each arrival, by phone. */
  const arrivals = () => {
    const seen = new Map();
    for (const entry of readFileSync(ledger, 'utf8').split('\n').filter(Boolean)) {
      const [phone, time] = entry.split(' ');
      seen.set(phone, [...(seen.get(phone) ?? []), Number(time)]);
    }
    return seen;
  };
  const count = () => statSync(ledger).size / ENTRY;
  return { child, at, arrivals, count };
}

/** Dropping a database makes one; to ask for one by its name takes more rights than the product's user has. */
export async function checkpoint(server) {
  await server.admin.query('create database checkpoint');
  await server.admin.query('drop database checkpoint');
}

/** PostgreSQL's own vacuum may be at work in it, which ends by itself. */
async function dropped(server, database, until) {
  try {
    await server.admin.query(`drop database ${database} with (force)`);
  } catch (error) {
    if (Date.now() > until) throw error;
    await rest(500);
    await dropped(server, database, until);
  }
}

/** A database of its own, with the tables that users of a library keep; the product makes its own. */
export async function ground(server, name) {
  const database = `peer_${name.replace('-', '_')}_${Date.now()}`;
  await server.admin.query(`create database ${database}`);
  const client = await connected(server.address(database));
  if (name !== 'staffetta') await client.query(readFileSync(join(HERE, 'schema.sql'), 'utf8'));
  const drop = async () => {
    await client.end();
    await dropped(server, database, Date.now() + DROP);
  };
  const one = async (sql) => Number(Object.values((await client.query(sql)).rows[0])[0]);
  return { name, database, client, drop, one };
}

function environment(server, { database }, { at }) {
  const { host, port, user, password } = server.address(database);
  return {
    ...process.env,
    PEERS_STUB: at,
    PEERS_DATABASE: `postgresql://${user}:${encodeURIComponent(password)}@${host}:${port}/${database}`,
    PEERS_JDBC: `jdbc:postgresql://${host}:${port}/${database}`,
    PEERS_USER: user,
    PEERS_PASSWORD: password,
    PEERS_DATA: join(folder, database),
  };
}

async function contender(name, env, begun) {
  const { child, line } = started(CONTENDERS[name], { env });
  begun.push(child);
  const told = async (expected) => {
    for (let said = await line(); said !== expected; said = await line()) {
      if (said === undefined) throw new Error(`${name} ended instead of saying ${expected}`);
      // What is logged comes between.
      console.error(`${name}: ${said}`);
    }
  };
  await within(START, `the start of ${name}`, told('ready'));
  const command = async (words) => {
    child.stdin.write(`${words}\n`);
    await within(START, `${name}: ${words}`, told('done'));
  };
  return { child, command };
}

/** Runs the work with everything that a contender needs around it; nothing is left of it. */
export async function surrounded(server, name, work) {
  const begun = [];
  const [other, database] = [await stub(), await ground(server, name)];
  const env = environment(server, database, other);
  try {
    return await work({ other, database, start: () => contender(name, env, begun) });
  } finally {
    for (const child of [...begun, other.child]) await ended(child);
    await database.drop();
    rmSync(env.PEERS_DATA, { recursive: true, force: true });
  }
}
