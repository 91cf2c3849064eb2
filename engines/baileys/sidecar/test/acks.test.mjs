import assert from 'node:assert/strict';
import test from 'node:test';
import { Acks } from '../src/acks.mjs';

test('the first word about a message is what its sender hears', async () => {
  const acks = new Acks();
  const word = acks.expect('A');
  acks.reached('A', 0);
  assert.deepEqual(await word, { level: 0 });
});

test('levels only rise, and only a rise is news', () => {
  const acks = new Acks();
  assert.equal(acks.reached('A', 1), true);
  assert.equal(acks.reached('A', 0), false);
  assert.equal(acks.reached('A', 1), false);
  assert.equal(acks.reached('A', 2), true);
  assert.deepEqual(acks.known('A'), { level: 2 });
});

test('a refusal goes to who waits, and is told aloud only if nobody does', async () => {
  const acks = new Acks();
  const word = acks.expect('A');
  assert.equal(acks.refused('A', '463'), false);
  assert.deepEqual(await word, { code: '463' });
  assert.equal(acks.refused('A', '463'), false, 'it comes a second time as an update');
  assert.equal(acks.refused('B', '400'), true);
});

test('a lost connection answers everybody who waits', async () => {
  const acks = new Acks();
  const word = acks.expect('A');
  acks.lost();
  assert.deepEqual(await word, { lost: true });
});

test('only the latest thousand messages are remembered', () => {
  const acks = new Acks();
  for (let i = 0; i < 1001; i++) acks.reached(`M${i}`, 0);
  assert.equal(acks.known('M0'), undefined);
  assert.deepEqual(acks.known('M1000'), { level: 0 });
});
