import assert from 'node:assert/strict';
import { Api } from '../product.mjs';
import { check, EMAIL, open, PASSWORD, shared, texts, withPage } from '../suite.mjs';

const IT = texts('it');

check('the cookie alone changes nothing', {}, () =>
  withPage({}, async (page) => {
    await open(page, '/numbers');
    const refused = await page.evaluate(() =>
      fetch('/api/v1/sessions/anna/stop', { method: 'POST' }).then((answer) => answer.status),
    );
    assert.equal(refused, 403);
  }),
);

check('whoever logs out is out', {}, async () => {
  const api = new Api(shared.product.url, shared.api.key);
  await withPage({ anonymous: true }, async (page) => {
    await open(page, '/numbers');
    await page.getByLabel(IT.email).fill(EMAIL);
    await page.getByLabel(IT.password).fill(PASSWORD);
    await page.getByRole('button', { name: IT['login.submit'] }).click();
    await page.locator('.number-card').first().waitFor();
    await page.getByRole('button', { name: IT.preferences }).click();
    await page.getByRole('menuitem', { name: IT.logOut }).click();
    await page.getByRole('button', { name: IT['login.submit'] }).waitFor();
    assert.ok((await api.get('/api/v1/sessions')).items.length > 0);
  });
});
