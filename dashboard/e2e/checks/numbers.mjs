import assert from 'node:assert/strict';
import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { eventually } from '../product.mjs';
import { check, open, picture, shared, texts, withPage } from '../suite.mjs';

const IT = texts('it');
/** How fresh what is shown must be after the event (DASHBOARD.md, check 4). */
const FRESH_MS = 2_000;

async function qrPicture(page) {
  return PNG.sync.read(await page.locator('.qr img').screenshot());
}

async function decoded(page) {
  const picture = await qrPicture(page);
  return jsQR(Uint8ClampedArray.from(picture.data), picture.width, picture.height, {
    inversionAttempts: 'dontInvert',
  })?.data;
}

/** Whether the code stands on white, up to its edge, and is black. */
async function blackOnWhite(page) {
  const { data, width, height } = await qrPicture(page);
  const level = (x, y) => data[4 * (Math.floor(y) * width + Math.floor(x))];
  const edge = [0.01, 0.25, 0.5, 0.75, 0.98].flatMap((part) => [
    level(part * width, 2),
    level(part * width, height - 3),
    level(2, part * height),
    level(width - 3, part * height),
  ]);
  const dark = Array.from({ length: width * height }, (_, at) => data[4 * at]).filter((each) => each < 40).length;
  return edge.every((each) => each > 250) && dark > 0.15 * width * height;
}

async function secondsLeft(page) {
  const [, seconds] = /vale ancora (\d+) s/.exec(await page.locator('.pair-picture').innerText()) ?? [];
  return Number(seconds);
}

/** How long after the number was ready its page said so. */
async function readyShownAfter(page, id) {
  await page.evaluate((ready) => {
    window.readyShown = undefined;
    new MutationObserver(() => {
      if (!window.readyShown && document.querySelector('.page-head')?.textContent.includes(ready)) {
        window.readyShown = Date.now();
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  }, IT['session.ready']);
  await shared.api.post(`/api/v1/simulator/sessions/${id}/scan`);
  await page.locator('.page-head').getByText(IT['session.ready']).waitFor();
  const shown = await page.evaluate(() => window.readyShown);
  return shown - Date.parse((await shared.api.get(`/api/v1/sessions/${id}`)).since);
}

/** Whether the signs of badges are drawn by the font that is served for them, each its own, none as the box of a missing one. */
function drawnApart(page, signs) {
  return page.evaluate(async (wanted) => {
    const font = '28px "Noto Emoji"';
    const served = await Promise.all(wanted.map((sign) => document.fonts.load(font, sign)));
    const drawn = (sign) => {
      const canvas = document.createElement('canvas');
      canvas.width = canvas.height = 40;
      const pen = canvas.getContext('2d');
      pen.font = font;
      pen.fillText(sign, 2, 32);
      return canvas.toDataURL();
    };
    const different = new Set([...wanted, '\u{10FFFD}', ''].map(drawn));
    return served.every((faces) => faces.length > 0) && different.size === wanted.length + 2;
  }, signs);
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
      assert.ok(await blackOnWhite(page), 'black on white in the dark');
      await page.getByText('Codice 1 di 5').waitFor();
      const left = await secondsLeft(page);
      assert.ok(left > 0 && left <= 60, `${left} s left`);
      await eventually(async () => (await secondsLeft(page)) < left, 'time that runs out');
      await picture(page, 'pairing-dark');
      await eventually(async () => (await page.locator('.qr').getAttribute('data-code')) !== first, 'the next code');
      await page.emulateMedia({ colorScheme: 'light' });
      await eventually(
        async () => (await decoded(page)) === (await page.locator('.qr').getAttribute('data-code')),
        'a code that can be read in the light',
      );
      await picture(page, 'pairing-light');
      assert.ok(await blackOnWhite(page), 'black on white in the light');
      const after = await readyShownAfter(page, 'anna');
      assert.ok(after <= FRESH_MS, `shown ${after} ms after the event`);
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
    await shared.api.speed(10);
    const pictures = new Set();
    await eventually(async () => {
      pictures.add((await shared.api.get('/api/v1/sessions/carla/pairing')).qr?.code);
      return pictures.size >= 3;
    }, 'two more codes to scan');
    assert.equal(await page.locator('.code').innerText(), code);
    await page.getByRole('tab', { name: IT['pair.qr'] }).click();
    const again = page.getByRole('button', { name: IT['pair.again'] });
    await again.waitFor();
    // The engine begins another attempt by itself; whoever let all codes pass is not shown those of it unasked.
    const ended = new Set();
    await eventually(async () => {
      ended.add((await shared.api.get('/api/v1/sessions/carla/pairing')).qr?.code);
      return ended.size >= 4;
    }, 'codes of another attempt');
    assert.equal(await page.locator('.qr').count(), 0);
    await shared.api.speed(1);
    await again.click();
    await page.locator('.qr img').waitFor();
    await page.getByText('Codice 1 di 5').waitFor();
  });
});

check('7 a message shows its phases in their order', { keeps: ['pages.badges', 'pages.pairing'] }, () =>
  withPage({}, async (page) => {
    await open(page, '/numbers/anna');
    const to = page.getByLabel(IT['test.to'], { exact: true });
    await to.fill('+39 333 100 0077');
    await page
      .locator('form', { has: to })
      .getByLabel(IT['test.text'])
      .fill('Ciao, come stai? Ti scrivo per dirti che ci vediamo sabato.');
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
    assert.ok(await drawnApart(page, ['👀', '⏳', '⌨', '🚀', '✅']), 'the signs of the badges');
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
