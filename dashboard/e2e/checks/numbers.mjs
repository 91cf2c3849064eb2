import assert from 'node:assert/strict';
import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { eventually } from '../product.mjs';
import { check, open, picture, shared, texts, withPage } from '../suite.mjs';

const IT = texts('it');
const NUMBER = /\d[\d.,]*/;

async function decoded(page) {
  const picture = PNG.sync.read(await page.locator('.qr').screenshot());
  return jsQR(Uint8ClampedArray.from(picture.data), picture.width, picture.height)?.data;
}

check(
  '3 4 the code can be read in both themes, changes by itself, and its scan connects',
  { keeps: ['pages.pairing'] },
  async () => {
    await shared.api.post('/api/v1/sessions', { id: 'anna', name: 'Anna', engine: 'simulator' });
    await withPage({ dark: true }, async (page) => {
      await open(page, '/numbers/anna');
      await page.locator('.qr img').waitFor();
      const first = await page.locator('.qr').getAttribute('data-code');
      await eventually(async () => (await decoded(page)) !== undefined, 'a code that can be read in the dark');
      assert.match(await page.getByText(/1 di 5/).innerText(), NUMBER);
      await picture(page, 'pairing-dark');
      await eventually(async () => (await page.locator('.qr').getAttribute('data-code')) !== first, 'the next code');
      await page.emulateMedia({ colorScheme: 'light' });
      await eventually(
        async () => (await decoded(page)) === (await page.locator('.qr').getAttribute('data-code')),
        'a code that can be read in the light',
      );
      await picture(page, 'pairing-light');
      await shared.api.post('/api/v1/simulator/sessions/anna/scan');
      await page.locator('.page-head').getByText(IT['session.ready']).waitFor();
    });
  },
);

check('5 6 codes to type stay, and nobody waits for ever', { keeps: ['pages.pairing'] }, async () => {
  await shared.api.post('/api/v1/sessions', { id: 'carla', name: 'Carla', engine: 'simulator' });
  await withPage({}, async (page) => {
    await open(page, '/numbers/carla');
    await page.getByRole('tab', { name: IT['pair.code'] }).click();
    await page.getByLabel(IT['pair.phone']).fill('+39 333 111 2299');
    await page.getByRole('button', { name: IT['pair.ask'] }).click();
    const code = await page.locator('.code').innerText();
    assert.match(code, /^[A-Z0-9]{4}-[A-Z0-9]{4}$/);
    await picture(page, 'pairing-code-light');
    await page.getByRole('tab', { name: IT['pair.qr'] }).click();
    await shared.api.speed(10);
    await page.getByRole('button', { name: IT['pair.again'] }).waitFor();
    await shared.api.speed(1);
    await page.getByRole('button', { name: IT['pair.again'] }).click();
    await page.locator('.qr img').waitFor();
  });
});

check('7 a message shows its phases in their order', { keeps: ['pages.badges', 'pages.pairing'] }, () =>
  withPage({}, async (page) => {
    await open(page, '/numbers/anna');
    await page.getByLabel(IT['test.to'], { exact: true }).fill('+39 333 100 0077');
    await page.getByLabel(IT['test.text']).fill('Ciao, come stai? Ti scrivo per dirti che ci vediamo sabato.');
    await page.evaluate(() => {
      window.seen = [];
      new MutationObserver(() => {
        const badge = document.querySelector('[data-message] [data-badge]')?.dataset.badge;
        if (badge && window.seen.at(-1) !== badge) {
          window.seen.push(badge);
        }
      }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
    });
    await page.getByRole('button', { name: IT['test.send'] }).click();
    await page.locator('[data-badge=sent], [data-badge=delivered], [data-badge=read]').first().waitFor();
    const seen = await page.evaluate(() => window.seen);
    const order = ['queued', 'reading', 'waiting_human', 'typing', 'sending', 'sent', 'delivered', 'read'];
    const places = seen.map((badge) => order.indexOf(badge));
    assert.deepEqual(
      places,
      [...places].sort((one, other) => one - other),
      seen.join(),
    );
    assert.ok(seen.includes('typing'), seen.join());
    assert.ok(
      await page.evaluate(() => document.fonts.check('12px "Noto Emoji"', '👀⏳⌨🚀✅')),
      'the font of the badges',
    );
    await picture(page, 'number-light');
    const id = await page.locator('[data-message]').getAttribute('data-message');
    await open(page, `/queue?m=${id}`);
    // Who never wrote has nothing to be read: that step may be over before it is drawn, and stands in the story.
    await page.locator('.timeline [data-badge=sent]').waitFor();
    const told = await page
      .locator('.timeline [data-badge]')
      .evaluateAll((badges) => badges.map((badge) => badge.dataset.badge));
    const steps = ['queued', 'reading', 'waiting_human', 'typing', 'sending', 'sent'];
    assert.deepEqual(told.slice(0, steps.length), steps);
  }),
);
