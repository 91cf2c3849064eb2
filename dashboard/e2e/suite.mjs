// One product, one browser, and checks that are run one after the other, each with a page of its own.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { launch } from './browser.mjs';
import { Api, startProduct } from './product.mjs';

export const OUT = new URL('./out/', import.meta.url);
export const EMAIL = 'ada@example.org';
export const PASSWORD = 'a quiet evening';
/** Everything that can be wrong takes its time on a busy machine; nothing waits for this long unless it is wrong. */
const PATIENCE_MS = 40_000;
const NUMBER = /\d[\d.,]*/;

let browser;
/** What all checks share: the product, its API, and the cookie of who is logged in. */
export const shared = { product: null, api: null, state: undefined };

before(async () => {
  mkdirSync(OUT, { recursive: true });
  shared.product = await startProduct();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await shared.product?.stop();
});

/** The texts of a language, as the dashboard shows them. */
export function texts(language) {
  return JSON.parse(readFileSync(new URL(`../src/i18n/${language}.json`, import.meta.url), 'utf8'));
}

/** Makes the first user by API, unless a check has done so in the browser. */
export async function owner(key) {
  shared.api = new Api(shared.product.url, key);
}

/**
 * A page in Italian and light unless it is said otherwise. Fails the check afterwards if anything ran that should not:
 * another host, a refused style or script, an error in a script, a dialog.
 */
export async function withPage(options, work) {
  const {
    language = 'it',
    dark = false,
    width = 1280,
    height = 900,
    anonymous = false,
    expects = [],
    origin = shared.product.url,
  } = options;
  const context = await browser.newContext({
    locale: language,
    timezoneId: 'Europe/Rome',
    colorScheme: dark ? 'dark' : 'light',
    viewport: { width, height },
    reducedMotion: 'reduce',
    ...(anonymous || !shared.state ? {} : { storageState: shared.state }),
  });
  const wrong = [];
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  page.on('pageerror', (error) => wrong.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    wrong.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (line) => {
    if (line.type() === 'error' && !/Failed to load resource|ERR_INTERNET_DISCONNECTED/.test(line.text())) {
      wrong.push(`console: ${line.text()}`);
    }
  });
  context.on('request', (request) => {
    const asked = new URL(request.url());
    if (asked.origin !== origin && asked.protocol !== 'blob:' && asked.protocol !== 'data:') {
      wrong.push(`another host: ${request.url()}`);
    }
  });
  try {
    const result = await work(page, context);
    assert.deepEqual(
      wrong.filter((each) => !expects.some((pattern) => pattern.test(each))),
      [],
    );
    return result;
  } catch (error) {
    await page.screenshot({ path: new URL(`failed-${Date.now()}.png`, OUT).pathname }).catch(() => undefined);
    throw error;
  } finally {
    await context.close();
  }
}

export function open(page, path) {
  return page.goto(shared.product.url + path);
}

/** The product under a name that is not localhost, where a page is no secure context. */
export function elsewhere() {
  return shared.product.url.replace('localhost', 'staffetta.test');
}

/** Logs in where another address of the product asks for it. */
export async function logInAt(page, address) {
  const words = texts('it');
  await page.goto(address);
  await page.getByLabel(words.email).fill(EMAIL);
  await page.getByLabel(words.password).fill(PASSWORD);
  await page.getByRole('button', { name: words['login.submit'] }).click();
  await page.locator('.rail').waitFor();
}

export async function picture(page, name) {
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: new URL(`${name}.png`, OUT).pathname });
}

/**
 * A check.
 *
 * @param keeps the promises of server/src/test/resources/contract/checklist.md that it keeps
 */
export function check(name, { keeps = [] }, work) {
  void keeps;
  test(name, { timeout: 120_000 }, work);
}

/** One of a campaign's figures, as the page shows it. */
export function count(page, name) {
  return page
    .locator(`[data-count="count.${name}"] b`)
    .innerText()
    .then((text) => Number(NUMBER.exec(text)[0].replace(/\D/g, '')));
}
