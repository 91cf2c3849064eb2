// Graphile Worker: batch jobs (a list of messages is one job's payload), fetched through its local queue, completed in batches.
import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import { contend, database, inTransaction, send, store } from './contender.mjs';

const TASK = 'messages';
const BATCH = 100;
const JOBS_AT_ONCE = 6;

const logger = new Logger(() => (level, message) => level === 'error' && console.error(message));
const preset = {
  worker: {
    concurrentJobs: JOBS_AT_ONCE,
    pollInterval: 500,
    localQueue: { size: JOBS_AT_ONCE + 1 },
    completeJobBatchDelay: 0,
    failJobBatchDelay: 0,
  },
};
const utils = await makeWorkerUtils({ pgPool: database, logger });

async function messages(payload) {
  const results = await send(database, payload.map((message) => message.id));
  await inTransaction((client) => store(client, results));
}

async function add(client, ids) {
  const specs = [];
  for (let from = 0; from < ids.length; from += BATCH) {
    specs.push({ identifier: TASK, payload: ids.slice(from, from + BATCH).map((id) => ({ id })) });
  }
  await client.query(
    `select graphile_worker.add_jobs(array(
       select spec from json_populate_recordset(null::graphile_worker.job_spec, $1::json) spec))`,
    [JSON.stringify(specs)],
  );
}

await contend({
  prepare: () => utils.migrate(),
  add,
  run: async () => {
    // Documented for workers that are known to be dead; by themselves their jobs come again after four hours.
    const { rows } = await database.query('select distinct locked_by from graphile_worker.jobs where locked_by is not null');
    await utils.forceUnlockWorkers(rows.map((row) => row.locked_by));
    await run({ pgPool: database, logger, preset, taskList: { [TASK]: messages }, noHandleSignals: true });
  },
});
