// What rows of messages show and where they stand, without a browser.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createServer } from 'vite';

const AT = '2026-03-02T10:00:00.000Z';
const NOW = Date.parse(AT);

let vite;
let rows;
let held;
let story;
let tabs;

before(async () => {
  vite = await createServer({
    root: new URL('..', import.meta.url).pathname,
    server: { middlewareMode: true },
    appType: 'custom',
  });
  const load = (path) => vite.ssrLoadModule(`/src/pages/${path}`);
  [rows, held, story, tabs] = await Promise.all([
    load('messages/liveRows.ts'),
    load('queue/held.ts'),
    load('messages/story.ts'),
    load('queue/tabs.ts'),
  ]);
});

after(() => vite.close());

function message(id, more = {}) {
  return { id, status: 'queued', reason: 'new', attempts: 0, updatedAt: AT, dueAt: AT, nextAt: null, ...more };
}

function phase(name, seconds, attempt) {
  return { name, at: NOW + seconds * 1000, attempt };
}

function next(table, fetched, phases, seconds, isHeld = false) {
  const now = NOW + seconds * 1000;
  return rows.nextTable(table, { fetched, phases: new Map(phases), held: isHeld, now, most: 10 });
}

const EMPTY = { rows: [], waiting: 0 };

test('a live row counts the attempt that is under way, and that which comes next', () => {
  const waits = next(EMPTY, [message(1), message(2, { attempts: 1, reason: 'retry' })], [], 0);
  assert.deepEqual(
    waits.rows.map(({ standing }) => standing.attempts),
    [1, 2],
  );

  const claimed = [message(1, { status: 'claimed' })];
  assert.equal(next(waits, claimed, [], 1).rows[0].standing.attempts, 1);
  assert.equal(next(waits, claimed, [[1, phase('typing', 1, 1)]], 1).rows[0].standing.attempts, 1);
});

test('a row that left the list shows what the stream told last, not what was fetched first', () => {
  const waits = next(EMPTY, [message(1)], [], 0);
  const [row] = next(waits, [], [[1, phase('delivered', 3, 1)]], 4).rows;
  assert.equal(row.standing.badge, 'delivered');
  assert.equal(row.standing.attempts, 1);
  assert.equal(row.standing.changedAt, NOW + 3000);
});

test('what has ended stays five seconds and then makes room', () => {
  const ends = [[1, phase('sent', 1, 1)]];
  const sent = next(next(EMPTY, [message(1)], [], 0), [], ends, 1);
  assert.equal(next(sent, [message(2)], ends, 5).rows.length, 2);
  assert.deepEqual(
    next(sent, [message(2)], ends, 7).rows.map((row) => row.message.id),
    [2],
  );
});

test('held rows keep their place: what is new before them waits, what is new behind them is added', () => {
  const [a, b] = [message(1), message(2)];
  const shown = held.hold([a, b], [message(9), message(2, { attempts: 3 }), message(5)]);
  assert.deepEqual(
    shown.rows.map(({ id, attempts }) => [id, attempts]),
    [
      [1, 0],
      [2, 3],
      [5, 0],
    ],
  );
  assert.equal(shown.waiting, 1);
  assert.equal(held.hold([a, b], [message(7), message(8)]).waiting, 2);
});

test('a long wait is folded into one entry with its reason', () => {
  const step = (phase, minutes, reason = null) => ({
    phase,
    reason,
    at: new Date(NOW + minutes * 60_000).toISOString(),
    sessionId: null,
    attempt: null,
    nextAt: null,
  });
  const steps = [
    step('queued', 0),
    step('waiting_rate_limit', 1, 'rate_limit'),
    step('waiting_rate_limit', 9, 'rate_limit'),
    step('reading', 14),
    step('typing', 14.1),
  ];
  const entries = story.entriesOf(steps, NOW);
  assert.deepEqual(
    entries.map(({ kind }) => kind),
    ['step', 'idle', 'step', 'step'],
  );
  assert.equal(entries[1].reason, 'rate_limit');
  assert.equal(entries[1].lasted, 14 * 60_000);
  assert.equal(entries[1].steps.length, 2);
  assert.deepEqual(
    story.entriesOf(steps.slice(0, 2), NOW + 5 * 60_000).map(({ kind }) => kind),
    ['step', 'idle'],
  );
});

test('every state stands in one tab, and a count that reached the limit says so', () => {
  assert.deepEqual(tabs.choiceOf('read'), { tab: 'done', state: 'read' });
  assert.deepEqual(tabs.choiceOf('failed'), { tab: 'failed', state: undefined });
  assert.deepEqual(tabs.choiceOf(null), { tab: 'waiting', state: undefined });
  const counted = { most: 100, byStatus: { sent: 100, read: 7, failed: 2 } };
  assert.deepEqual(tabs.countOf('done', counted), { count: 100, more: true });
  assert.deepEqual(tabs.countOf('failed', counted), { count: 2, more: false });
});
