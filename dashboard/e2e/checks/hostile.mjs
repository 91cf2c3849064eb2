import assert from 'node:assert/strict';
import { eventually } from '../product.mjs';
import { check, open, shared, withPage } from '../suite.mjs';
import { PAYLOADS } from './payloads.mjs';

const SHORT = PAYLOADS.filter((each) => each.length <= 60);
/** Its digits tell the people of this check from others. */
const phone = (n) => `+3933388${String(n).padStart(5, '0')}`;
const PERSON = phone(0);

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
  return { campaign, message: id };
}

/** Takes back what other checks would stumble over. */
async function clear() {
  const { api } = shared;
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

check('25 sixty texts of bad intent are only ever text, on every page', {}, async () => {
  assert.equal(PAYLOADS.length, 60);
  const { campaign, message } = await seed();
  try {
    await withPage({}, async (page) => {
      await page.addInitScript(() => {
        window.harm = [];
        window.ran = (which) => window.harm.push(`ran ${which}`);
        document.addEventListener('securitypolicyviolation', (event) =>
          window.harm.push(`refused ${event.blockedURI}`),
        );
      });
      for (const [path, ready] of [
        ['/numbers', '.number-card'],
        ['/numbers/dora', '.facts'],
        ['/campaigns', '.campaign-card'],
        [`/campaigns/${campaign}`, '.counts'],
        ['/queue', '.queue, .empty'],
        ['/queue?number=dora', '.queue, .empty'],
        [`/queue?m=${message}`, '.bubble'],
        ['/contacts', '.people'],
        [`/contacts?q=${encodeURIComponent(PAYLOADS[3])}`, '.people'],
        [`/contacts?c=${encodeURIComponent(PERSON)}`, '.exchange .bubble'],
        ['/contacts?tab=opt-outs', '.people'],
        ['/contacts?tab=imports', '.imports'],
        ['/api-keys', '.keys'],
        ['/settings', '.facts'],
      ]) {
        await open(page, path);
        await page.locator(ready).first().waitFor();
        await page.evaluate(() => document.fonts.ready);
        assert.deepEqual(await page.evaluate(strangers), [], path);
        assert.deepEqual(await page.evaluate(() => window.harm), [], path);
      }
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
    await clear();
  }
});

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
