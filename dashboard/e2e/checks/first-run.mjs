import assert from 'node:assert/strict';
import { check, EMAIL, open, owner, PASSWORD, picture, shared, texts, withPage } from '../suite.mjs';

const IT = texts('it');

check(
  '1 from the link to a simulated message that was read and answered in under a minute and four clicks',
  { keeps: ['pages.badges'] },
  () =>
    withPage({ anonymous: true }, async (page, context) => {
      const from = Date.now();
      const made = page.waitForResponse((response) => response.url().endsWith('/api/v1/setup'));
      await open(page, `/#setup=${shared.product.token}`);
      await page.getByLabel(IT.email).fill(EMAIL);
      await page.getByLabel(IT.password).fill(PASSWORD);
      await picture(page, 'setup-light');
      await page.getByRole('button', { name: IT['setup.submit'] }).click();
      await owner((await (await made).json()).apiKey);
      await page.getByRole('button', { name: IT['welcome.simulator'] }).click();
      await page.getByRole('button', { name: IT['pair.simulate'] }).click();
      await page.getByRole('button', { name: IT['test.send'] }).click();
      await page.locator('[data-message] [data-badge=read]').waitFor();
      await page.locator('.answer').getByText(IT['welcome.reply']).waitFor();
      await picture(page, 'first-answer-light');
      assert.ok(Date.now() - from < 60_000, `took ${Date.now() - from} ms`);
      assert.equal(new URL(page.url()).hash, '');
      shared.state = await context.storageState();
    }),
);

check('2 the link works once, and no password is there by default', {}, () =>
  withPage({ anonymous: true }, async (page) => {
    await open(page, `/#setup=${shared.product.token}`);
    await page.getByLabel(IT.email).fill('eve@example.org');
    await page.getByRole('button', { name: IT['setup.submit'] }).click();
    await page.getByRole('heading', { name: IT['setup.spent.title'] }).waitFor();
    await page.getByRole('button', { name: IT['setup.spent.login'] }).click();
    await page.getByLabel(IT.email).fill('admin@example.org');
    await page.getByLabel(IT.password).fill('admin');
    await page.getByRole('button', { name: IT['login.submit'] }).click();
    await page.getByRole('alert').waitFor();
    await picture(page, 'login-light');
  }),
);
