// What the contenders on Node have in common: commands, and the work on a message.
import { createInterface } from 'node:readline';
import { setTimeout as rest } from 'node:timers/promises';
import pg from 'pg';
import { Pool } from 'undici';

const FIRST_PHONE = 393400000000;
const FIRST_SINGLE_PHONE = 393450000000;
const CHUNK = 1000;

const READ = `select m.id, m.phone, m.state, m.variables, t.body from message m join template t on t.id = m.template_id
  where m.id = any($1)`;

const STORE = `with done as (
    update message m set state = 'sent', provider_id = b.provider_id, sent_at = now()
    from unnest($1::bigint[], $2::text[]) as b(id, provider_id) where m.id = b.id and m.state = 'queued' returning m.id, m.provider_id
  ), told as (
    insert into message_event (message_id, phase) select id, phase from done, (values ('sending'), ('sent')) as p(phase)
  )
  insert into outbox (message_id, body) select id, jsonb_build_object('type', 'message.sent', 'id', provider_id) from done`;

export const url = process.env.PEERS_DATABASE;
export const database = new pg.Pool({ connectionString: url, max: 10 });
database.on('error', (error) => console.error(error.message));
database.on('connect', (client) => client.on('error', (error) => console.error(error.message)));
const http = new Pool(process.env.PEERS_STUB, { connections: 64, pipelining: 1 });

/** In one transaction. */
export async function inTransaction(work) {
  const client = await database.connect();
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

/** Reads, renders and posts these messages, all at once, those that were sent before left out; what to store. */
export async function send(client, ids) {
  const { rows } = await client.query({ name: 'read', text: READ, values: [ids] });
  const waiting = rows.filter((row) => row.state === 'queued');
  const answers = await Promise.all(waiting.map(post));
  return [waiting.map((row) => row.id), answers];
}

/** Stores results, two events and a row of the outbox each. */
export const store = (client, results) => client.query({ name: 'store', text: STORE, values: results });

async function post(row) {
  const text = row.body.replace(/\{\{(\w+)\}\}/g, (_, name) => row.variables[name] ?? '');
  const { statusCode, body } = await http.request({
    method: 'POST',
    path: '/messages',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ to: String(row.phone), text }),
  });
  const answer = await body.json();
  if (statusCode !== 200) throw new Error(`refused with ${statusCode}`);
  return answer.id;
}

async function insert(client, first, count) {
  const { rows } = await client.query(
    `insert into message (phone, template_id, variables)
     select $1::bigint + n, 1, jsonb_build_object('nome', 'Persona ' || n) from generate_series(0, $2::int - 1) n returning id`,
    [first, count],
  );
  return rows.map((row) => row.id);
}

/** A chunk of messages and their jobs, committed together. */
const added = (add, first, count) => inTransaction(async (client) => add(client, await insert(client, first, count)));

async function trickle(add, perSecond, seconds) {
  const begun = performance.now();
  const all = [];
  for (let n = 0; n < perSecond * seconds; n++) {
    const due = begun + (n * 1000) / perSecond;
    if (due > performance.now()) await rest(due - performance.now());
    all.push(added(add, FIRST_SINGLE_PHONE + n, 1));
  }
  await Promise.all(all);
}

/**
 * Obeys the conductor: "enqueue N", "run", "trickle N-PER-SECOND SECONDS", until its standard input ends.
 * prepare() makes the library's tables, add(client, ids) adds jobs in the client's transaction, run() starts working.
 */
export async function contend({ prepare, add, run }) {
  await prepare();
  console.log('ready');
  for await (const line of createInterface(process.stdin)) {
    const [command, first, second] = line.split(' ');
    if (command === 'enqueue') {
      for (let from = 0; from < Number(first); from += CHUNK) {
        await added(add, FIRST_PHONE + from, Math.min(CHUNK, Number(first) - from));
      }
    } else if (command === 'run') {
      await run();
    } else {
      await trickle(add, Number(first), Number(second));
    }
    console.log('done');
  }
  process.exit();
}
