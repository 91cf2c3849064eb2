import assert from 'node:assert/strict';
import { check, open, picture, shared, texts, withPage } from '../suite.mjs';

const IT = texts('it');
const BEA = 'bea@example.org';

async function logIn(page, password) {
  await page.getByLabel(IT.email).fill(BEA);
  await page.getByLabel(IT.password).fill(password);
  await page.getByRole('button', { name: IT['login.submit'] }).click();
}

check('another user is added, changes the password, and is removed', {}, async () => {
  let password;
  await withPage({}, async (page) => {
    await open(page, '/settings');
    await page.getByRole('button', { name: IT['settings.users.add'] }).click();
    await page.getByLabel(IT.email).fill(BEA);
    password = await page.getByLabel(IT.password, { exact: true }).last().inputValue();
    await page.getByRole('button', { name: IT['settings.users.add.submit'] }).click();
    await page.getByText(BEA).waitFor();
  });
  await withPage({ anonymous: true }, async (page) => {
    await open(page, '/settings');
    await logIn(page, password);
    await page.getByLabel(IT['settings.password.old']).fill(password);
    await page.getByLabel(IT['settings.password.new']).fill('a louder evening');
    await page
      .locator('.card', { hasText: IT['settings.password.hint'] })
      .getByRole('button', { name: IT.save })
      .click();
    await page.getByText(IT.saved, { exact: true }).waitFor();
    await page.reload();
    await page.getByLabel(IT['settings.password.old']).waitFor();
  });
  await withPage({}, async (page) => {
    await open(page, '/settings');
    await page.getByRole('button', { name: `Rimuovi ${BEA}` }).click();
    await page.getByLabel(IT['danger.type'].replace('{name}', BEA)).fill(BEA);
    await page.getByRole('button', { name: IT['settings.users.remove.submit'] }).click();
    await page.getByText(BEA).first().waitFor({ state: 'detached' });
  });
});

check('what was changed and not saved is asked about', {}, () =>
  withPage({}, async (page) => {
    await open(page, '/settings');
    await page.getByLabel(IT['settings.country']).selectOption('PT');
    await page.locator('.rail a[href="/numbers"]').click();
    await page.getByRole('heading', { name: IT['unsaved.title'] }).waitFor();
    await picture(page, 'unsaved-light');
    await page.getByRole('button', { name: IT['unsaved.stay'] }).click();
    assert.equal(new URL(page.url()).pathname, '/settings');
    await page.locator('.rail a[href="/numbers"]').click();
    await page.getByRole('button', { name: IT['unsaved.leave'] }).click();
    await page.locator('.number-card').first().waitFor();
    assert.equal((await shared.api.get('/api/v1/me')).defaultCountry, 'IT');
  }),
);

check('24 numbers and times are written as in the region', {}, async () => {
  const words = texts('pt-BR');
  const before = await shared.api.get('/api/v1/me');
  try {
    await withPage({ language: 'pt-BR' }, async (page) => {
      await page.addInitScript(() => localStorage.setItem('staffetta.language', 'pt-BR'));
      await open(page, '/settings');
      await page.getByLabel(words['settings.country']).selectOption('AO');
      await page.getByLabel(words['settings.zone']).selectOption('Africa/Luanda');
      await page.getByRole('button', { name: words.save }).first().click();
      await page.getByText(words.saved, { exact: true }).waitFor();
      await page.reload();
      const angolan = await page.evaluate(() => ({
        number: new Intl.NumberFormat('pt-AO', { useGrouping: 'always' }).format(12345.6),
        time: new Intl.DateTimeFormat('pt-AO', {
          dateStyle: 'medium',
          timeStyle: 'long',
          timeZone: 'Africa/Luanda',
        }).format(new Date('2026-03-09T14:05:00Z')),
        thousand: new Intl.NumberFormat('pt-AO', { useGrouping: 'always' }).format(1000),
        brazilian: new Intl.NumberFormat('pt-BR', { useGrouping: 'always' }).format(1000),
      }));
      const example = await page.locator('[data-example]').innerText();
      assert.ok(example.includes(angolan.number), example);
      assert.ok(example.includes(angolan.time), example);
      assert.notEqual(angolan.thousand, angolan.brazilian);
      const pace = await page.locator('.pace').innerText();
      assert.ok(pace.includes(angolan.thousand), pace);
      await picture(page, 'settings-angola');
    });
  } finally {
    const { locale, timeZone, defaultCountry } = before;
    await shared.api.call('PATCH', '/api/v1/me', { locale, timeZone, defaultCountry });
  }
});
