import assert from 'node:assert/strict';
import { axeFinds } from '../axe.mjs';
import { isOf, PAGES, routes } from '../places.mjs';
import { check, open, picture, shared, texts, withPage } from '../suite.mjs';

/** Whose pages are looked at: what the checks before made. */
function own() {
  const { campaign, draft, rows, delivery } = shared;
  return { campaign, draft, rows, delivery, number: 'anna', unlinked: 'carla', person: '+393337770001', message: 1 };
}

/** The pages with the most words. */
const DENSE = [
  'overview',
  'log',
  'number',
  'pairing',
  'campaign',
  'queue',
  'wizard-who',
  'wizard-rows',
  'wizard-from',
  'wizard-check',
  'contact',
  'keys',
  'settings',
];

check('25 every address of the router is among the pages that are looked at, and is served', {}, async () => {
  const all = routes();
  assert.ok(all.length > 10 && all.includes('/'), all.join());
  const paths = PAGES.map(([, path]) => path(own()));
  assert.deepEqual(
    all.filter((route) => !paths.some((path) => isOf(route, path))),
    [],
    'routes that no check looks at',
  );
  assert.deepEqual(
    paths.filter((path) => !all.some((route) => isOf(route, path))),
    [],
    'pages without a route',
  );
  for (const path of paths) {
    const answer = await fetch(shared.product.url + path);
    assert.match(`${answer.status} ${answer.headers.get('content-type')}`, /^200 text\/html/, path);
    assert.match(answer.headers.get('content-security-policy'), /script-src 'self'/, path);
  }
});

check('23 axe finds nothing on any page, in both themes', {}, async () => {
  for (const dark of [false, true]) {
    await withPage({ dark }, async (page) => {
      for (const [name, path, ready] of PAGES) {
        await open(page, path(own()));
        await page.locator(ready).first().waitFor();
        const found = await axeFinds(page);
        assert.deepEqual(
          found.map(({ id, targets }) => `${id}: ${targets.map(({ place }) => place).join(' | ')}`),
          [],
          `${name} ${dark ? 'dark' : 'light'}`,
        );
        await picture(page, `${name}-${dark ? 'dark' : 'light'}`);
      }
    });
  }
});

/** A window of 1280 by 900 that is zoomed to 200 % is as large as one of 640 by 450. */
const SIZES = [
  [320, 844],
  [390, 844],
  [640, 450],
];

check('23 nothing scrolls sideways on a phone, or at a zoom of 200 %', {}, async () => {
  for (const [width, height] of SIZES) {
    await withPage({ width, height }, async (page) => {
      for (const [name, path, ready] of PAGES) {
        await open(page, path(own()));
        await page.locator(ready).first().waitFor();
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `${name} is ${wide} wide on ${width}`);
        if (width === 390) {
          await picture(page, `${name}-phone`);
        }
      }
    });
  }
});

check('24 every language has its words, its numbers and nothing cut off', {}, async () => {
  for (const language of ['it', 'pt-BR', 'en', 'id', 'es']) {
    const words = texts(language);
    await withPage({ language }, async (page) => {
      await page.addInitScript((chosen) => localStorage.setItem('staffetta.language', chosen), language);
      for (const [name, path, ready] of PAGES.filter(([name]) => DENSE.includes(name))) {
        await open(page, path(own()));
        await page.locator(ready).first().waitFor();
        assert.equal(await page.evaluate(() => document.documentElement.lang), language);
        const cut = await page.evaluate(() =>
          [...document.querySelectorAll('.badge, .button')]
            .filter((each) => each.scrollWidth > each.clientWidth + 1)
            .map((each) => each.textContent),
        );
        assert.deepEqual(cut, [], `${name} in ${language}`);
      }
      await open(page, '/numbers');
      await page.getByRole('heading', { name: words['nav.numbers'] }).waitFor();
      await picture(page, `numbers-${language}`);
    });
  }
});
