import assert from 'node:assert/strict';
import { check, open, picture, shared, texts, withPage } from '../suite.mjs';

const IT = texts('it');
/** More than any page has to tab through. */
const MOST_TABS = 80;

async function tabTo(page, locator) {
  await locator.first().waitFor();
  for (let n = 0; n < MOST_TABS; n++) {
    if (await locator.first().evaluate((element) => element === document.activeElement)) {
      return;
    }
    await page.keyboard.press('Tab');
  }
  assert.fail(`cannot be reached by Tab: ${locator}`);
}

async function press(page, locator, key = 'Enter') {
  await tabTo(page, locator);
  await page.keyboard.press(key);
}

async function step(page, name) {
  await page.keyboard.press('Control+Enter');
  await page.locator('.wizard-step[aria-current]', { hasText: IT[`wizard.step.${name}`] }).waitFor();
}

check('23 a whole campaign is made, started, paused and watched by keyboard only', {}, () =>
  withPage({}, async (page) => {
    const { keyboard } = page;
    await open(page, '/numbers');
    await page.locator('.number-card').first().waitFor();
    await keyboard.press('Control+k');
    await page.getByRole('combobox').waitFor();
    await keyboard.type(IT['new.open']);
    await page.getByRole('option', { name: IT['new.open'] }).waitFor();
    await picture(page, 'palette-light');
    await keyboard.press('Enter');
    await page.getByLabel(IT['new.number']).selectOption('anna');
    await press(page, page.getByRole('button', { name: IT['wizard.paste'], exact: true }));
    await tabTo(page, page.getByLabel(IT['wizard.paste.label']));
    await keyboard.type('+39 333 100 0081\n+39 333 100 0082');
    await press(page, page.getByRole('button', { name: IT['wizard.paste.take'] }));
    await page.getByText('+39 333 100 0082').waitFor();
    await press(page, page.getByRole('button', { name: IT['wizard.add'] }));
    await page.getByText('2 pronti').waitFor();
    await step(page, 'what');
    await tabTo(page, page.getByLabel(IT['new.text'], { exact: true }));
    await keyboard.type('Ciao!');
    await step(page, 'from');
    await tabTo(page, page.getByRole('radio', { name: IT['wizard.pace.normal'] }));
    await keyboard.press('ArrowDown');
    for (const field of await page.getByLabel(IT['wizard.pace.max']).all()) {
      await tabTo(page, field);
      await keyboard.press('Control+a');
      await keyboard.type('0');
    }
    await press(page, page.getByLabel(IT['wizard.hours'], { exact: true }), 'Space');
    await step(page, 'when');
    await step(page, 'check');
    await page.getByRole('button', { name: /Avvia: 2 persone da \+39/ }).waitFor();
    await page.locator('[data-finding=ok]').first().waitFor();
    await keyboard.press('Control+Enter');
    await page.getByRole('button', { name: IT['campaign.do.pause'] }).waitFor();
    await keyboard.press('p');
    await page.getByRole('button', { name: IT['campaign.do.resume'] }).waitFor();
    await keyboard.press('n');
    await page.getByRole('heading', { name: '🔄 Cambia Numero WhatsApp' }).waitFor();
    await keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await keyboard.press('p');
    await page.getByRole('button', { name: IT['campaign.do.pause'] }).waitFor();
    await shared.api.speed(20);
    await page.locator('.page-head').getByText(IT['campaign.completed'], { exact: true }).waitFor();
    await shared.api.speed(1);
  }),
);

check('23 single keys go places and walk through lists, and can be switched off', {}, () =>
  withPage({}, async (page) => {
    const { keyboard } = page;
    await open(page, '/numbers');
    await page.locator('.number-card').first().waitFor();
    await keyboard.press('g');
    await keyboard.press('c');
    await page.locator('.campaign-card').first().waitFor();
    await keyboard.press('j');
    await keyboard.press('j');
    await keyboard.press('k');
    const first = await page.locator('.campaign-link').first().getAttribute('href');
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute('href')), first);
    await keyboard.press('Enter');
    await page.locator('.counts').waitFor();
    await keyboard.press('?');
    await page.getByRole('heading', { name: IT['keys.title'] }).waitFor();
    await picture(page, 'keys-light');
    await keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.evaluate(() => localStorage.setItem('staffetta.shortcuts', 'off'));
    await keyboard.press('g');
    await keyboard.press('n');
    await keyboard.press('?');
    assert.match(page.url(), /\/campaigns\//);
    assert.equal(await page.getByRole('dialog').count(), 0);
    await keyboard.press('Control+k');
    await page.getByRole('combobox').waitFor();
    await page.evaluate(() => localStorage.removeItem('staffetta.shortcuts'));
  }),
);
