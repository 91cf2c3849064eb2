import assert from 'node:assert/strict';
import { axeFinds } from '../axe.mjs';
import { check, open, picture, shared, texts, withPage } from '../suite.mjs';

const PAGES = [
  ['overview', () => '/', '.number-strip'],
  ['numbers', () => '/numbers', '.number-card'],
  ['number', () => '/numbers/anna', '[data-behaviour]'],
  ['pairing', () => '/numbers/carla', '.tabs'],
  ['campaigns', () => '/campaigns', '.campaign-card'],
  ['campaign', () => `/campaigns/${shared.campaign}`, '.counts'],
  ['campaign-people', () => `/campaigns/${shared.campaign}?part=people&of=sent`, '.campaign-parts .queue'],
  ['campaign-replies', () => `/campaigns/${shared.campaign}?part=people&of=replied`, '.campaign-parts .chip'],
  ['queue', () => '/queue?status=read', '.queue'],
  ['message', () => '/queue?status=read&m=1', '.timeline'],
  ['wizard-who', () => `/campaigns/new/who?c=${shared.draft}`, '.drop'],
  ['wizard-rows', () => `/campaigns/new/who?c=${shared.rows}`, '.refused'],
  ['wizard-what', () => `/campaigns/new/what?c=${shared.draft}`, '.preview .bubble'],
  ['wizard-from', () => `/campaigns/new/from?c=${shared.draft}`, '.choice'],
  ['wizard-when', () => `/campaigns/new/when?c=${shared.draft}`, '.choice'],
  ['wizard-check', () => `/campaigns/new/check?c=${shared.draft}`, '.finding-ok'],
  ['log', () => '/log', '[data-event]'],
  ['audit', () => '/log?tab=audit', '.audit-log'],
  ['contacts', () => '/contacts', '.people'],
  ['contact', () => '/contacts?c=%2B393337770001', '.exchange'],
  ['opt-outs', () => '/contacts?tab=opt-outs', '.people'],
  ['imports', () => '/contacts?tab=imports', '.imports'],
  ['webhooks', () => '/webhooks', '.deliveries'],
  ['keys', () => '/api-keys', '.keys'],
  ['settings', () => '/settings', '.facts'],
];

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

check('23 axe finds nothing on any page, in both themes', {}, async () => {
  for (const dark of [false, true]) {
    await withPage({ dark }, async (page) => {
      for (const [name, path, ready] of PAGES) {
        await open(page, path());
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

/** A window of 1280 that is zoomed to 200 % is as wide as one of 640. */
const WIDTHS = [320, 390, 640];

check('23 nothing scrolls sideways on a phone, or at a zoom of 200 %', {}, async () => {
  for (const width of WIDTHS) {
    await withPage({ width, height: 844 }, async (page) => {
      for (const [name, path, ready] of PAGES) {
        await open(page, path());
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
        await open(page, path());
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
