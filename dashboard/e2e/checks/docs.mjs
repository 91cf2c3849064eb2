import assert from 'node:assert/strict';
import { axeFinds } from '../axe.mjs';
import { check, open, picture, shared, texts, withPage } from '../suite.mjs';

const IT = texts('it');

check('25 the API’s document is drawn and tried without another host', {}, async () => {
  for (const dark of [false, true]) {
    await withPage({ dark }, async (page) => {
      await page.addInitScript(() => {
        window.refused = [];
        document.addEventListener('securitypolicyviolation', (event) => window.refused.push(event.blockedURI));
      });
      await open(page, '/docs');
      await page.getByRole('heading', { name: 'Staffetta' }).waitFor();
      await page.getByText('/api/v1/api-keys').first().waitFor({ state: 'attached' });
      assert.equal(await page.evaluate(() => document.body.className.includes('dark-mode')), dark);
      await picture(page, `docs-${dark ? 'dark' : 'light'}`);
      assert.deepEqual(await page.evaluate(() => window.refused), []);
    });
  }
});

check('25 Swagger UI draws and tries the same document without another host', {}, async () => {
  for (const dark of [false, true]) {
    await withPage({ dark }, async (page) => {
      await page.addInitScript(() => {
        window.refused = [];
        document.addEventListener('securitypolicyviolation', (event) => window.refused.push(event.blockedURI));
      });
      await open(page, '/docs');
      await page.getByRole('link', { name: 'Swagger UI' }).click();
      await page.locator('.opblock-tag').nth(10).waitFor({ state: 'attached' });
      await page.locator('#operations-tag-Access').click();
      const me = page.locator('.opblock-get', { hasText: '/api/v1/me' }).first();
      await me.getByRole('button').first().click();
      await me.getByRole('button', { name: 'Try it out' }).click();
      const asked = page.waitForResponse((answer) => new URL(answer.url()).pathname === '/api/v1/me');
      await me.getByRole('button', { name: 'Execute' }).click();
      assert.equal((await asked).status(), 200);
      await picture(page, `swagger-${dark ? 'dark' : 'light'}`);
      assert.deepEqual(await page.evaluate(() => window.refused), []);
    });
  }
});

check('nothing on the pages of the document looks like a key', {}, () =>
  withPage({}, async (page) => {
    await open(page, '/docs');
    await page.getByPlaceholder('$STAFFETTA_KEY').first().waitFor();
    assert.equal(await page.locator('input[placeholder^="QUxM"]').count(), 0);
  }),
);

check('25 a call is tried from the document with a key', {}, () =>
  withPage({}, async (page) => {
    await open(page, '/docs#tag/access/GET/api/v1/me');
    const asked = page.waitForResponse((answer) => new URL(answer.url()).pathname === '/api/v1/me');
    await page
      .getByRole('button', { name: /Test Request.*\/api\/v1\/me/i })
      .first()
      .click();
    await page.getByRole('button', { name: /^Send/ }).first().click();
    assert.equal(new URL((await asked).url()).origin, shared.product.url);
  }),
);

check('the document is reached from the API’s page and left again by keyboard', {}, () =>
  withPage({}, async (page) => {
    await open(page, '/api-keys');
    await page.getByRole('link', { name: IT['apikeys.docs'] }).first().press('Enter');
    await page.getByRole('heading', { name: 'Staffetta' }).waitFor();
    await page.getByRole('link', { name: 'Staffetta' }).first().press('Enter');
    await page.getByRole('heading', { name: IT['nav.keys'], exact: true }).waitFor();
  }),
);

/**
 * What the library draws that way itself, seen with Scalar 1.72: its entries of the list at the side are buttons that say
 * whether they are selected, its buttons to search and to copy have pictures for names, the field for a key is a
 * combobox without its list, and its list of clients mixes tabs with a menu.
 */
const OF_THE_LIBRARY = new Set([
  'aria-allowed-attr',
  'aria-input-field-name',
  'aria-required-attr',
  'aria-required-children',
  'button-name',
]);

check('23 axe finds nothing in the API’s document but what its library draws that way', {}, async () => {
  for (const dark of [false, true]) {
    await withPage({ dark }, async (page) => {
      await open(page, '/docs');
      await page.getByRole('heading', { name: 'Staffetta' }).waitFor();
      await page.getByText('/api/v1/api-keys').first().waitFor({ state: 'attached' });
      const found = await axeFinds(page);
      assert.deepEqual(
        found.filter(({ id, targets }) => !OF_THE_LIBRARY.has(id) || targets.some(({ within }) => !within)),
        [],
      );
    });
  }
});
