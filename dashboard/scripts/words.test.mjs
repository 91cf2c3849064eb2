// What times, marks and checks say, without a browser.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createServer } from 'vite';

const ROME = { country: 'IT', timeZone: 'Europe/Rome' };

let vite;
let formats;
let marks;
let rows;
let when;
let local;
let checks;

before(async () => {
  vite = await createServer({
    root: new URL('..', import.meta.url).pathname,
    server: { middlewareMode: true },
    appType: 'custom',
  });
  const load = (path) => vite.ssrLoadModule(`/src/${path}`);
  [formats, marks, rows, when, local, checks] = await Promise.all([
    load('i18n/formats.ts'),
    load('ui/marks.ts'),
    load('pages/messages/liveRows.ts'),
    load('pages/campaigns/wizard/when.ts'),
    load('i18n/localTime.ts'),
    load('pages/campaigns/wizard/checks.ts'),
  ]);
});

after(() => vite.close());

test('a time of another year names the year, one of this year does not', () => {
  const { time, at } = formats.formats('it', ROME);
  const year = new Date().getFullYear();
  assert.match(time('2032-05-02T08:00:00Z'), /2 mag 2032/);
  assert.doesNotMatch(time(`${year}-${new Date().getMonth() === 4 ? '09' : '05'}-02T08:00:00Z`), new RegExp(`${year}`));
  assert.deepEqual([at('2032-05-02T08:00:00Z').dated, at('2032-05-02T08:00:00Z').day], ['day', '2 mag 2032']);
  assert.equal(at('2032-05-08T08:00:00Z').dated, 'vowel');
  assert.equal(at(Date.now()).dated, 'today');
});

test('marks are drawn as WhatsApp draws them, and nothing else is', () => {
  assert.deepEqual(marks.pieces('Ciao *Anna _cara_*, ~no~ ```x*y*```!'), [
    'Ciao ',
    { mark: '*', of: ['Anna ', { mark: '_', of: ['cara'] }] },
    ', ',
    { mark: '~', of: ['no'] },
    ' ',
    { mark: '```', of: ['x*y*'] },
    '!',
  ]);
  assert.deepEqual(marks.pieces('*_sì_*'), [{ mark: '*', of: [{ mark: '_', of: ['sì'] }] }]);
  for (const plain of ['2*3*4', 'a_b_c', '* no *', '__proto__', '*un\ndue*', '***', 'costa 5* e 6*', '```']) {
    assert.deepEqual(marks.pieces(plain), [plain]);
  }
});

test('a text of nothing but marks is read at once, and none is drawn within its like', () => {
  const hostile = {
    nested: '*_'.repeat(15_000) + 'x' + '_*'.repeat(15_000),
    open: ' *'.repeat(10_000) + 'a*'.repeat(20_000) + 'b',
    closed: '*a* '.repeat(16_000),
    fenced: '```' + 'a``'.repeat(20_000),
  };
  for (const [name, text] of Object.entries(hostile)) {
    const began = performance.now();
    const found = JSON.stringify(marks.pieces(text));
    assert.ok(performance.now() - began < 2_000, name);
    assert.ok(found.length < 100 * text.length, name);
  }
  assert.deepEqual(marks.pieces('*_*x*_*'), [{ mark: '*', of: [{ mark: '_', of: ['*x*'] }] }]);
});

test('a message that two pages name stands once, as it is furthest', () => {
  const twice = [
    { id: 7, status: 'claimed' },
    { id: 7, status: 'queued' },
    { id: 8, status: 'queued' },
  ];
  assert.deepEqual(
    rows.eachOnce(twice).map(({ id, status }) => `${id} ${status}`),
    ['7 claimed', '8 queued'],
  );
});

test('a local time is read in its own zone, whichever the browser is in', () => {
  assert.equal(local.meaningOf('2027-01-10T09:00', 'Europe/Rome').at, Date.parse('2027-01-10T08:00:00Z'));
  assert.equal(local.meaningOf('2027-07-10T09:00', 'America/Sao_Paulo').at, Date.parse('2027-07-10T12:00:00Z'));
  assert.equal(local.localTime(Date.parse('2027-07-10T12:00:00Z'), 'Asia/Jakarta'), '2027-07-10T19:00');
});

test('where the clocks turn, a time is missing or comes twice', () => {
  assert.equal(local.meaningOf('2027-03-28T02:30', 'Europe/Rome').at, null);
  assert.deepEqual(local.meaningOf('2027-10-31T02:30', 'Europe/Rome'), {
    at: Date.parse('2027-10-31T00:30:00Z'),
    twice: true,
  });
});

test('a year that is still being typed breaks nothing', () => {
  const hours = { enabled: true, startHour: 9, endHour: 18, timeZone: 'America/Sao_Paulo' };
  for (const year of ['0002', '0020', '0202', '9999']) {
    const { at } = local.meaningOf(`${year}-11-21T20:00`, 'America/Sao_Paulo');
    assert.equal(at < Date.now(), year !== '9999', year);
    assert.notEqual(when.opensAfter(at, hours), undefined);
  }
  assert.deepEqual(local.meaningOf('20266-11-21T09:00', 'Europe/Rome'), { at: null, twice: false });
  assert.deepEqual(local.meaningOf('', 'Europe/Rome'), { at: null, twice: false });
});

test('outside of the hours nothing goes before they begin', () => {
  const hours = { enabled: true, startHour: 9, endHour: 18, timeZone: 'Europe/Rome' };
  const at = (time) => local.meaningOf(time, 'Europe/Rome').at;
  assert.equal(when.opensAfter(at('2027-01-10T12:00'), hours), null);
  assert.equal(when.opensAfter(at('2027-01-10T03:00'), hours), at('2027-01-10T09:00'));
  assert.equal(when.opensAfter(at('2027-01-10T20:00'), hours), at('2027-01-11T09:00'));
  assert.equal(when.opensAfter(at('2027-01-10T23:00'), { ...hours, startHour: 22, endHour: 6 }), null);
  assert.equal(when.opensAfter(at('2027-01-10T03:00'), { ...hours, enabled: false }), null);
});

test('who gets no text is not among those who will be written to', () => {
  const t = (key, values) => `${key} ${values?.count ?? ''}`.trim();
  const campaign = { recipients: 100, template: 'x', businessHours: { enabled: false } };
  const looked = (rows) =>
    checks
      .findings(
        {
          campaign,
          session: undefined,
          preflight: { problems: [] },
          rows,
          forecast: undefined,
          imports: undefined,
          startAt: null,
        },
        t,
        {},
        String,
      )
      .map(({ tone, text }) => `${tone} ${text}`);
  assert.deepEqual(looked({ looked: 100, missingCount: 30 }), [
    'warn wizard.check.missing 30',
    'ok wizard.check.people 70',
  ]);
  assert.deepEqual(looked({ looked: 50, missingCount: 30 }), ['warn wizard.check.missing.looked 30']);
  assert.deepEqual(looked({ looked: 100, missingCount: 100 }), ['bad wizard.check.missing 100']);
  assert.deepEqual(looked({ looked: 100, missingCount: 0 }), [
    'ok wizard.check.people 100',
    'ok wizard.check.text 100',
  ]);
});
