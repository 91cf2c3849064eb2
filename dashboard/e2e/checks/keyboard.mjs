import assert from 'node:assert/strict';
import { eventually } from '../product.mjs';
import { check, open, picture, shared, texts, withPage } from '../suite.mjs';

const IT = texts('it');
/** More than any page has to tab through. */
const MOST_TABS = 120;

/**
 * What is wrong with how the focus is seen: it must be framed, and nothing may lie over the middle of what has it (WCAG
 * 2.4.7 and 2.4.11, of which the latter asks for less).
 */
function focusTrouble() {
  const at = document.activeElement;
  if (at === null || at === document.body) {
    return null;
  }
  const label = at.matches('input[type=radio], input[type=checkbox]') ? at.closest('label') : null;
  const seen = [at, label, at.closest('.choice')].filter(Boolean);
  const framed = seen.some((each) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(each);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
  });
  const which = `${at.tagName} ${at.getAttribute('aria-label') ?? at.textContent.slice(0, 40)}`;
  if (!framed) {
    return `nothing frames ${which}`;
  }
  const [box] = at.getClientRects();
  const hidden = [0.25, 0.5, 0.75]
    .flatMap((part) => [
      [part, 0.5],
      [0.5, part],
    ])
    .filter(([across, down]) => {
      const hit = document.elementFromPoint(box.left + across * box.width, box.top + down * box.height);
      return hit === null || !(at.contains(hit) || label?.contains(hit));
    });
  return hidden.length > 0 ? `${which} is hidden at ${JSON.stringify(hidden)} of ${JSON.stringify(box)}` : null;
}

async function seesFocus(page) {
  assert.equal(await page.evaluate(focusTrouble), null);
}

async function tabTo(page, locator) {
  await locator.first().waitFor();
  for (let n = 0; n < MOST_TABS; n++) {
    if (await locator.first().evaluate((element) => element === document.activeElement)) {
      return;
    }
    await page.keyboard.press('Tab');
    await seesFocus(page);
  }
  assert.fail(`cannot be reached by Tab: ${locator}`);
}

async function press(page, locator, key = 'Enter') {
  await tabTo(page, locator);
  await page.keyboard.press(key);
}

function button(page, name) {
  return page.getByRole('button', { name, exact: typeof name === 'string' });
}

/** Chooses in a list by the first letters of what stands there. */
async function choose(page, list, letters, value) {
  await tabTo(page, list);
  await page.keyboard.type(letters);
  assert.equal(await list.inputValue(), value);
}

async function step(page, name) {
  const next = IT['wizard.next'].replace('{step}', IT[`wizard.step.${name}`]);
  await press(page, button(page, next));
  await page.locator('.wizard-step[aria-current]', { hasText: IT[`wizard.step.${name}`] }).waitFor();
  await seesFocus(page);
}

/** A file by its button: what opens then is the system's own. */
async function chooseFile(page) {
  await tabTo(page, page.locator('.drop button', { hasText: IT['new.file'] }));
  const opened = page.waitForEvent('filechooser');
  await page.keyboard.press('Enter');
  const rows = Array.from({ length: 8 }, (_, n) => `+39 333 100 18${n}0;+39 333 100 19${n}0;Persona ${n}`);
  await (
    await opened
  ).setFiles({
    name: 'clienti.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(['Casa;Lavoro;Nome', ...rows].join('\n')),
  });
}

/** The phone stands in the second column, not in the first one. */
async function mapColumns(page) {
  const [home, work] = ['Casa', 'Lavoro'].map((column) =>
    page.getByLabel(IT['wizard.column.use.of'].replace('{column}', column)),
  );
  await tabTo(page, work);
  await page.keyboard.press('ArrowUp');
  const uses = async () => `${await home.inputValue()} ${await work.inputValue()}`;
  await eventually(async () => (await uses()) === 'text phone', 'the other column is the phone');
}

async function hurry(page) {
  await tabTo(page, page.getByRole('radio', { name: IT['wizard.pace.normal'] }));
  await page.keyboard.press('ArrowDown');
  for (const label of ['wizard.pace.min', 'wizard.pace.max']) {
    for (const field of await page.getByLabel(IT[label]).all()) {
      await tabTo(page, field);
      await page.keyboard.press('Control+a');
      await page.keyboard.type('0');
    }
  }
  await press(page, page.getByLabel(IT['wizard.hours'], { exact: true }), 'Space');
}

async function changeNumber(page) {
  await press(page, button(page, IT['change.open']));
  const dialog = page.getByRole('dialog');
  await choose(page, dialog.getByLabel(IT['change.new']), 'Bruno', 'bruno');
  await page.locator('[data-would-move]').waitFor();
  await press(page, button(page, IT['change.submit']));
  await page.getByText(/Sessione cambiata con successo/).waitFor();
  await press(page, dialog.getByRole('button', { name: IT.close, exact: true }).last());
  await dialog.waitFor({ state: 'detached' });
  await seesFocus(page);
}

/** From the list of campaigns to one that was stopped, with keys alone. */
async function wholeCampaign(page) {
  const { keyboard } = page;
  const told = (name) => page.locator('.page-head').getByText(IT[`campaign.${name}`], { exact: true }).waitFor();
  // From now on the browser lets us choose files, instead of the system.
  page.on('filechooser', () => undefined);
  await open(page, '/campaigns');
  await page.locator('.campaign-card').first().waitFor();
  await press(page, page.getByRole('link', { name: IT['new.open'] }));
  await choose(page, page.getByLabel(IT['new.number']), 'Anna', 'anna');
  await chooseFile(page);
  await mapColumns(page);
  await press(page, button(page, IT['wizard.add']));
  await page.getByText('8 pronti', { exact: true }).first().waitFor();
  await press(page, button(page, IT['wizard.paste']));
  await tabTo(page, page.getByLabel(IT['wizard.paste.label']));
  await keyboard.type('+39 333 100 0081\n+39 333 100 0082');
  await press(page, button(page, IT['wizard.paste.take']));
  await page.getByText('+39 333 100 0082').first().waitFor();
  await press(page, button(page, IT['wizard.add']));
  await page.getByText('2 pronti', { exact: true }).first().waitFor();
  await step(page, 'what');
  await tabTo(page, page.getByLabel(IT['new.text'], { exact: true }));
  await keyboard.type('Ciao!');
  await step(page, 'from');
  await hurry(page);
  await step(page, 'when');
  await step(page, 'check');
  await page.locator('[data-finding=ok]').first().waitFor();
  await press(page, button(page, /Avvia: 10 persone da .+ \(\+39/));
  await told('running');
  await press(page, button(page, IT['campaign.do.pause']));
  await told('paused');
  await press(page, button(page, IT['campaign.do.resume']));
  await told('running');
  await changeNumber(page);
  await press(page, button(page, IT['campaign.do.stop.open']));
  await press(page, page.getByRole('dialog').getByRole('button', { name: /Ferma e annulla/ }));
  await told('stopped');
  await seesFocus(page);
}

check('23 a whole campaign is made, started, paused, moved and stopped by keys alone', {}, () =>
  withPage({}, (page) => wholeCampaign(page)),
);

check('23 the same at a zoom of 200 %, with the focus always in sight and nothing to scroll sideways', {}, () =>
  withPage({ width: 640, height: 450 }, async (page) => {
    await wholeCampaign(page);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 640);
  }),
);

check('23 shortcuts make, start, pause and watch a campaign', {}, () =>
  withPage({}, async (page) => {
    const { keyboard } = page;
    const next = async (name) => {
      await keyboard.press('Control+Enter');
      await page.locator('.wizard-step[aria-current]', { hasText: IT[`wizard.step.${name}`] }).waitFor();
    };
    await open(page, '/numbers');
    await page.locator('.number-card').first().waitFor();
    await keyboard.press('Control+k');
    await page.getByRole('combobox').waitFor();
    await keyboard.type(IT['new.open']);
    await page.getByRole('option', { name: IT['new.open'] }).waitFor();
    await picture(page, 'palette-light');
    await keyboard.press('Enter');
    await choose(page, page.getByLabel(IT['new.number']), 'Anna', 'anna');
    await press(page, button(page, IT['wizard.paste']));
    await tabTo(page, page.getByLabel(IT['wizard.paste.label']));
    await keyboard.type('+39 333 100 0083\n+39 333 100 0084');
    await press(page, button(page, IT['wizard.paste.take']));
    await press(page, button(page, IT['wizard.add']));
    await page.getByText('2 pronti', { exact: true }).first().waitFor();
    await next('what');
    await tabTo(page, page.getByLabel(IT['new.text'], { exact: true }));
    await keyboard.type('Ciao!');
    await next('from');
    await hurry(page);
    await next('when');
    await next('check');
    await page.locator('[data-finding=ok]').first().waitFor();
    await keyboard.press('Control+Enter');
    await button(page, IT['campaign.do.pause']).waitFor();
    await keyboard.press('p');
    await button(page, IT['campaign.do.resume']).waitFor();
    await keyboard.press('n');
    await page.getByRole('heading', { name: '🔄 Cambia Numero WhatsApp' }).waitFor();
    await keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await keyboard.press('p');
    await button(page, IT['campaign.do.pause']).waitFor();
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
