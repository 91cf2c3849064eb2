import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../main.mjs', import.meta.url));

test('a call that crosses the end of its session is answered, and what it would have sent has not left', async () => {
  const sidecar = spawn(process.execPath, [MAIN], { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = [];
  for (const line of [
    { op: 'open', s: 1 },
    { op: 'close', s: 1 },
    { op: 'send', s: 1, n: 1, phone: '393330000001', id: 'A', text: 'Ciao', ms: 1000 },
    { op: 'lookUp', s: 1, n: 2, id: 'A' },
  ]) {
    sidecar.stdin.write(`${JSON.stringify(line)}\n`);
  }

  for await (const line of createInterface({ input: sidecar.stdout })) {
    const { e, n, value } = JSON.parse(line);
    if (e === 'answer') answers.push([n, value]);
    if (answers.length === 2 || e === 'beat') sidecar.stdin.end();
  }

  assert.deepEqual(answers, [
    [1, { outcome: 'notSent', code: 'not_ready' }],
    [2, {}],
  ]);
});
