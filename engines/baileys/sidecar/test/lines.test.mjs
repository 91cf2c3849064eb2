import assert from 'node:assert/strict';
import test from 'node:test';
import { Lines } from '../src/lines.mjs';

test('a line may come in pieces, and several at once', () => {
  const lines = new Lines(100);
  assert.deepEqual(lines.push(Buffer.from('one')), []);
  assert.deepEqual(lines.push(Buffer.from(' more\ntwo\n\nthr')), ['one more', 'two', '']);
  assert.deepEqual(lines.push(Buffer.from('ee\n')), ['three']);
});

test('a character may be cut between two pieces', () => {
  const bytes = Buffer.from('però\n');
  const lines = new Lines(100);
  assert.deepEqual(lines.push(bytes.subarray(0, 4)), []);
  assert.deepEqual(lines.push(bytes.subarray(4)), ['però']);
});

test('a line that never ends is refused before it is kept', () => {
  const lines = new Lines(10);
  lines.push(Buffer.from('12345678'));
  assert.throws(() => lines.push(Buffer.from('901')), RangeError);
});
