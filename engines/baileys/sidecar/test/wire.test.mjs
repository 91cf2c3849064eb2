import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import test from 'node:test';
import { readLines, Wire } from '../src/wire.mjs';

test('a question is answered by its number', async () => {
  const said = [];
  const wire = new Wire((line) => said.push(JSON.parse(line)));
  const first = wire.ask(7, { e: 'load', names: ['a'] });
  const second = wire.ask(7, { e: 'load', names: ['b'] });
  assert.deepEqual(said[0], { e: 'load', names: ['a'], s: 7, n: 1 });
  wire.answered({ n: 2, values: { b: '2' } });
  wire.answered({ n: 1, values: { a: '1' } });
  assert.deepEqual(await first, { a: '1' });
  assert.deepEqual(await second, { b: '2' });
});

test('an answer without values is a failure', async () => {
  const wire = new Wire(() => {});
  const asked = wire.ask(7, { e: 'keep', values: {} });
  wire.answered({ n: 1 });
  await assert.rejects(asked);
});

test('a parent that takes too long has refused, and what it says later counts for nothing', async () => {
  const wire = new Wire(() => {});
  const asked = wire.ask(7, { e: 'inbound' }, 1);
  await assert.rejects(asked);
  wire.answered({ n: 1, values: {} });
});

test('nobody waits for a closed session', async () => {
  const wire = new Wire(() => {});
  const gone = wire.ask(7, { e: 'load', names: [] });
  const other = wire.ask(8, { e: 'load', names: [] });
  wire.forget(7);
  await assert.rejects(gone);
  wire.answered({ n: 2, values: {} });
  await other;
});

test('nonsense and the end of the stream both end it', async () => {
  for (const input of ['not json\n', '']) {
    const stream = new PassThrough();
    const ended = new Promise((resolve) => readLines(stream, () => {}, resolve));
    stream.end(input);
    assert.ok(await ended);
  }
});
