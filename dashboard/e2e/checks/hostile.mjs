import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { eventually } from '../product.mjs';
import { PAGES } from '../places.mjs';
import { check, open, shared, withPage } from '../suite.mjs';
import { PAYLOADS } from './payloads.mjs';

const SHORT = PAYLOADS.filter((each) => each.length <= 60);
/** Its digits tell the people of this check from others. */
const phone = (n) => `+3933388${String(n).padStart(5, '0')}`;
const PERSON = phone(0);

/** Braces in pairs stand for columns of a file. */
const isPlain = (text) => !/\{\{|\}\}/.test(text);
const TEXT = `Ciao {{nome}}\n${PAYLOADS.filter(isPlain).join('\n')}`;

/** JavaScript that a page loads before anybody does anything, as it travels (DASHBOARD.md, 8). */
const BUDGET_KB = 200;
/** Nothing is loaded any more after so long without a script. */
const QUIET_MS = 300;

/** What scripts weigh, each counted once. */
class Scripts {
  #sizes = new Map();
  #asked = new Set();
  #last = 0;

  constructor(page) {
    page.on('request', (request) => {
      if (request.resourceType() === 'script' || new URL(request.url()).pathname.endsWith('.js')) {
        this.#asked.add(request.url());
        this.#last = Date.now();
      }
    });
  }

  forget() {
    this.#asked.clear();
    this.#last = Date.now();
  }

  /** What all scripts since then weigh together, in KB. */
  async kilobytes() {
    await eventually(() => Date.now() - this.#last > QUIET_MS, 'all scripts are loaded');
    let bytes = 0;
    for (const url of this.#asked) {
      if (!this.#sizes.has(url)) {
        this.#sizes.set(url, gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer())).length);
      }
      bytes += this.#sizes.get(url);
    }
    return Math.ceil(bytes / 1024);
  }
}

/** Puts every payload where people write: names, texts, campaigns, numbers, reasons, files, keys. */
async function seed() {
  const { api } = shared;
  const campaign = await api.campaign(PAYLOADS[0], 'dora', PAYLOADS);
  const file = encodeURIComponent(PAYLOADS[3]);
  await api.call('POST', `/api/v1/campaigns/${campaign}/recipients?fileName=${file}`, 'phone\nx\n', 'text/csv');
  for (const name of PAYLOADS.slice(1, 9)) {
    await api.campaign(name, 'dora', ['Ada']);
  }
  for (const [n, source] of SHORT.entries()) {
    await api.post('/api/v1/opt-outs', { phone: phone(1000 + n), source });
  }
  for (const [n, name] of PAYLOADS.entries()) {
    await api.call('PATCH', `/api/v1/contacts/${phone(n)}`, { name });
  }
  await api.call('PATCH', `/api/v1/contacts/${PERSON}`, {
    consent: { source: PAYLOADS[4], wording: PAYLOADS.join('\n'), at: '2026-05-03T10:00:00Z' },
  });
  await api.call('PATCH', '/api/v1/sessions/dora', { name: PAYLOADS[1] });
  for (const name of PAYLOADS.slice(0, 12)) {
    await api.post('/api/v1/api-keys', { name, scopes: ['read'] });
  }
  const { id } = await api.post('/api/v1/messages', { sessionId: 'dora', to: PERSON, text: PAYLOADS.join('\n') });
  await api.post('/api/v1/simulator/sessions/dora/say', { from: PERSON, text: PAYLOADS.join('\n') });
  await eventually(
    async () => (await api.get(`/api/v1/contacts/${PERSON}`)).received.length > 0,
    'what the person wrote is here',
  );
  await api.post(`/api/v1/campaigns/${campaign}/start`);
  const draft = await api.campaign(PAYLOADS[3], 'dora', PAYLOADS);
  await api.call('PATCH', `/api/v1/campaigns/${draft}`, {
    template: TEXT,
    variants: [PAYLOADS.slice(0, 20).filter(isPlain).join('\n')],
    followUps: [{ after: 'PT48H', template: TEXT }],
  });
  const { rows, delivery } = shared;
  return { campaign, draft, rows, delivery, message: id, number: 'dora', unlinked: 'carla', person: PERSON };
}

/** Takes back what other checks would stumble over. */
async function clear(campaign) {
  const { api } = shared;
  await api.post(`/api/v1/campaigns/${campaign}/stop`);
  await api.call('PATCH', '/api/v1/sessions/dora', { name: 'Dora' });
  for (const key of (await api.get('/api/v1/api-keys?limit=1000')).items) {
    if (PAYLOADS.includes(key.name)) {
      await api.call('DELETE', `/api/v1/api-keys/${key.id}`);
    }
  }
}

/** What stands in the page that no page of ours has. */
function strangers() {
  const found = [
    ...document.querySelectorAll(
      'main :is(script, iframe, object, embed, video, audio, base, link, style, meta, form[action], marquee, template)',
    ),
    ...document.querySelectorAll(
      'main img:not(.qr img, .avatar), [onerror], [onload], [onfocus], a[href^="javascript" i]',
    ),
    // The pictures of numbers come from us alone.
    ...[...document.querySelectorAll('img.avatar')].filter(
      (each) => !/^\/api\/v1\/sessions\/[\w-]+\/picture\?at=\d+$/.test(each.getAttribute('src')),
    ),
    ...document.querySelectorAll('a[href*="evil.test"]'),
  ];
  return found.map((each) => each.outerHTML.slice(0, 200));
}

/** Notes what runs that should not, and what the policy refuses. */
async function watchHarm(page) {
  await page.addInitScript(() => {
    window.harm = [];
    window.ran = (which) => window.harm.push(`ran ${which}`);
    document.addEventListener('securitypolicyviolation', (event) =>
      window.harm.push(`refused ${event.violatedDirective} ${event.blockedURI}`),
    );
  });
}

check('25 nobody who is not logged in makes another host be asked, or the policy refuse anything', {}, () =>
  withPage({ anonymous: true }, async (page) => {
    await watchHarm(page);
    for (const [path, ready] of [
      ['/', 'input[type=password]'],
      ['/#setup=nothing', 'input[type=email]'],
      ['/docs', '#reference h1'],
    ]) {
      await page.goto('about:blank');
      await open(page, path);
      await page.locator(ready).first().waitFor();
      assert.deepEqual(await page.evaluate(() => window.harm), [], path);
    }
  }),
);

check(
  '25 on every page sixty texts of bad intent are only text, no other host is asked, and it is light',
  {},
  async () => {
    assert.equal(PAYLOADS.length, 60);
    const own = await seed();
    const { message } = own;
    try {
      await withPage({}, async (page) => {
        const scripts = new Scripts(page);
        const heavy = [];
        await watchHarm(page);
        for (const [name, path, ready] of [
          ...PAGES,
          ['queue-of-number', () => '/queue?number=dora', '.queue, .empty'],
          ['contacts-search', () => `/contacts?q=${encodeURIComponent(PAYLOADS[3])}`, '.people'],
          ['docs', () => '/docs', '#reference h1'],
        ]) {
          scripts.forget();
          await open(page, path(own));
          await page.locator(ready).first().waitFor();
          await page.evaluate(() => document.fonts.ready);
          if (name !== 'docs') {
            assert.deepEqual(await page.evaluate(strangers), [], name);
            heavy.push([name, await scripts.kilobytes()]);
          }
          assert.deepEqual(await page.evaluate(() => window.harm), [], name);
        }
        console.log(`KB of scripts on a first visit: ${heavy.map((each) => each.join(' ')).join(', ')}`);
        assert.deepEqual(
          heavy.filter(([, kilobytes]) => kilobytes > BUDGET_KB || kilobytes < 50),
          [],
        );
        await open(page, `/queue?m=${message}`);
        assert.equal(await page.locator('.bubble').textContent(), PAYLOADS.join('\n'));
        assert.equal(await page.locator('.bubble *').count(), 0);
        await open(page, '/contacts');
        const rows = page.locator('.people tbody tr');
        await rows.first().waitFor();
        await page.locator('.people ~ .row button').click();
        await eventually(async () => (await rows.count()) >= PAYLOADS.length, 'all people');
        const names = await page.locator('.people bdi').allTextContents();
        assert.deepEqual(
          PAYLOADS.filter((each) => !names.includes(each)),
          [],
          'every name stands there letter by letter',
        );
      });
    } finally {
      await clear(own.campaign);
    }
  },
);

check('what is written backwards turns nothing beside it', {}, async () => {
  await shared.api.call('PATCH', `/api/v1/contacts/${PERSON}`, { name: '\u202egpj.exe' });
  await withPage({}, async (page) => {
    await open(page, `/contacts?q=${encodeURIComponent(PERSON)}`);
    const row = page.getByRole('row', { name: /333 880 0000/ });
    await row.waitFor();
    // Letter by letter from left to right: what stands in the next cell is not drawn backwards.
    const places = await row.locator('.phone-cell').evaluate((cell) => {
      const text = cell.firstChild;
      return Array.from({ length: text.length }, (_, n) => {
        const range = document.createRange();
        range.setStart(text, n);
        range.setEnd(text, n + 1);
        return range.getBoundingClientRect().left;
      });
    });
    assert.deepEqual(
      places,
      [...places].sort((one, other) => one - other),
    );
    await row.getByRole('button').click();
    await page
      .getByRole('button', { name: /Copia come curl/ })
      .first()
      .waitFor();
  });
});
