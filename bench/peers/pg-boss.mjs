// pg-boss: jobs inserted in arrays, fetched in batches, completed as arrays in the transaction that stores their results.
import { setTimeout as rest } from 'node:timers/promises';
import PgBoss from 'pg-boss';
import { contend, database, inTransaction, send, store, url } from './contender.mjs';

const QUEUE = 'messages';
const BATCH = 100;
const LOOPS = 6;
/** As often as its own workers may look at most. */
const NOTHING_TO_DO = 500;

const boss = new PgBoss({ connectionString: url, max: 10, schedule: false, maintenanceIntervalSeconds: 5 });
boss.on('error', (error) => console.error(error.message));

const through = (client) => ({ db: { executeSql: (text, values) => client.query(text, values) } });

async function loop() {
  for (;;) {
    const jobs = await boss.fetch(QUEUE, { batchSize: BATCH, priority: false });
    if (jobs.length === 0) {
      await rest(NOTHING_TO_DO);
      continue;
    }
    const results = await send(database, jobs.map((job) => job.data.id));
    await inTransaction(async (client) => {
      await store(client, results);
      await boss.complete(QUEUE, jobs.map((job) => job.id), undefined, through(client));
    });
  }
}

await contend({
  prepare: async () => {
    await boss.start();
    // What was being worked on by a process that died comes again after this.
    await boss.createQueue(QUEUE, { name: QUEUE, expireInSeconds: 15, retryLimit: 5 });
  },
  add: (client, ids) => boss.insert(ids.map((id) => ({ name: QUEUE, data: { id } })), through(client)),
  run: () => {
    for (let n = 0; n < LOOPS; n++) void loop();
  },
});
