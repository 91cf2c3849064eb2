import assert from 'node:assert/strict';
import { eventually } from '../product.mjs';
import { check, open, picture, shared, texts, withPage } from '../suite.mjs';

const IT = texts('it');

/** The plain part of a text with places, for finding it. */
function words(key, values) {
  return Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), IT[key]);
}

/** Chooses a file as a person does who has nothing else on the page to choose it with. */
async function choose(page, name, content) {
  await page
    .locator(`input[type=file][aria-label="${IT['new.file']}"]`)
    .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content, 'latin1') });
}

async function begin(page, name, rows) {
  await open(page, '/campaigns/new/who');
  await page.getByLabel(IT['new.name']).fill(name);
  await page.getByLabel(IT['new.number']).selectOption('anna');
  await choose(page, `${name}.csv`, rows.join('\r\n'));
}

async function goTo(page, step) {
  await page.getByRole('button', { name: words('wizard.next', { step: IT[`wizard.step.${step}`] }) }).click();
  await page.locator('.wizard-step[aria-current]', { hasText: IT[`wizard.step.${step}`] }).waitFor();
}

async function write(page, text) {
  const saved = page.waitForResponse((response) => response.request().method() === 'PATCH' && response.ok());
  await page.getByLabel(IT['new.text'], { exact: true }).fill(text);
  await saved;
}

/** No hours and no pauses, so that a check ends at any time of the day. */
async function hurry(page) {
  await page.getByRole('radio', { name: IT['wizard.pace.own'] }).check();
  for (const field of await page.getByLabel(IT['wizard.pace.min']).all()) {
    await field.fill('0');
  }
  for (const field of await page.getByLabel(IT['wizard.pace.max']).all()) {
    await field.fill('0');
  }
  await page.getByLabel(IT['wizard.hours'], { exact: true }).uncheck();
}

check('13 a file as Excel saves it in Italy comes in right with nothing touched', {}, () =>
  withPage({}, async (page) => {
    await begin(page, 'Forlì', ['Nome;Recapito di casa', '"Nicolò, Forlì";+39 333 100 0061', 'Eva;333 100 0062']);
    await page.getByLabel(IT['wizard.charset']).waitFor();
    assert.equal(await page.getByLabel(IT['wizard.charset']).inputValue(), 'windows-1252');
    assert.equal(await page.getByLabel(IT['wizard.delimiter'], { exact: true }).inputValue(), ';');
    await page.getByText('Nicolò, Forlì').waitFor();
    await page.getByText('+39 333 100 0062').waitFor();
    await picture(page, 'wizard-who-light');
    await page.getByLabel(IT['wizard.charset']).selectOption('UTF-8');
    await page.getByText('Nicolò, Forlì').waitFor({ state: 'detached' });
    await page.getByLabel(IT['wizard.charset']).selectOption('windows-1252');
    await page.getByText('Nicolò, Forlì').waitFor();
    await page.getByRole('button', { name: IT['wizard.add'] }).click();
    await page.getByText('2 pronti').waitFor();
    await goTo(page, 'what');
    await write(page, 'Ciao {{nome}}!');
    await page.getByText('Ciao Nicolò, Forlì!').first().waitFor();
  }),
);

check('14 every row has its outcome, and the list of refused rows comes back mended', {}, async () => {
  await shared.api.post('/api/v1/opt-outs', { phone: '+393331000049' });
  await withPage({}, async (page) => {
    await begin(page, 'Misto', [
      'telefono;nome',
      '+39 333 100 0041;Ada',
      '244929782402;Joao',
      '3,93E+11;Ugo',
      '+39 333 100 0041;Ada',
      '+39 333 100 0049;Leo',
      ';Vuoto',
    ]);
    await page.getByText('+244 929 782 402').waitFor();
    await page.getByRole('button', { name: IT['wizard.add'] }).click();
    await page.getByText('2 pronti').waitFor();
    const counts = async () =>
      Object.fromEntries(
        await page
          .locator('[data-code]')
          .evaluateAll((chips) => chips.map((chip) => [chip.dataset.code, chip.querySelector('b').textContent])),
      );
    assert.deepEqual(await counts(), {
      duplicate: '1',
      invalid_number: '1',
      opted_out: '1',
      rounded_number: '1',
    });
    await page.getByRole('button', { name: IT['row.rounded_number'] }).click();
    assert.equal(await page.locator('.refused').count(), 1);
    await page.getByRole('button', { name: IT['row.rounded_number'] }).click();
    await picture(page, 'wizard-refused-light');
    const link = await page.getByRole('link', { name: /righe/ }).getAttribute('href');
    const refused = await shared.api.fetchText(link);
    const mended = refused.replace('3,93E+11', '+39 333 100 0042').replace(/\r\n;Vuoto/, '\r\n+39 333 100 0043;Vuoto');
    await page.locator(`input[type=file][aria-label="${IT['wizard.mended.file']}"]`).setInputFiles({
      name: 'rejected.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(mended, 'utf8'),
    });
    await page.getByText('2 righe corrette e aggiunte.').waitFor();
    await page.locator('.wizard-rail').getByText('4 persone').waitFor();
    await eventually(async () => !('rounded_number' in (await counts())), 'the first list is mended');
    assert.deepEqual(await counts(), { duplicate: '1', opted_out: '1' });
    await page.getByRole('button', { name: words('wizard.mend.of', { row: '3' }) }).click();
    await page.getByLabel(words('wizard.mend.number', { row: '3' })).fill('+39 333 100 0044');
    await page.keyboard.press('Enter');
    await page.locator('.wizard-rail').getByText('5 persone').waitFor();
  });
});

check('15 16 the draft outlives a reload, and what is shown is what arrives', {}, async () => {
  const people = { Ada: '0071', Massimiliana: '0072', Ugo: '0073' };
  await withPage({}, async (page) => {
    await begin(page, 'Anteprima', [
      'telefono;nome;citta',
      '+39 333 100 0071;Ada;Bari',
      '+39 333 100 0072;Massimiliana;Reggio Emilia',
      '+39 333 100 0073;Ugo;',
    ]);
    await page.getByRole('button', { name: IT['wizard.add'] }).click();
    await page.getByText('3 pronti').waitFor();
    await goTo(page, 'what');
    await write(page, 'Ciao {{nome}}, a presto a {{citta}}!');
    await page.getByRole('button', { name: 'Manca un valore (1)' }).click();
    await page.getByText('Manca: citta').waitFor();
    await write(page, 'Ciao {{nome}}, a presto a {{citta|casa}}!');
    const shown = {};
    const read = async (name) => {
      const bubble = page.locator('.preview .bubble').first();
      await eventually(async () => (await bubble.innerText()).includes(name), `the text for ${name}`);
      shown[name] = await bubble.innerText();
    };
    await read('Ugo');
    await page.getByRole('button', { name: IT['wizard.preview.longest'] }).click();
    await read('Massimiliana');
    await page.getByRole('button', { name: IT['new.preview.back'] }).click();
    await read('Ada');
    await picture(page, 'wizard-what-light');
    await goTo(page, 'from');
    await hurry(page);
    await picture(page, 'wizard-from-light');
    const kept = page.waitForResponse((response) => response.request().method() === 'PATCH' && response.ok());
    await page.locator('.wizard-rail').getByLabel(IT['new.name']).fill('Anteprima di maggio');
    await kept;
    await page.reload();
    assert.match(page.url(), /\/campaigns\/new\/from\?c=/);
    assert.equal(await page.locator('.wizard-rail').getByLabel(IT['new.name']).inputValue(), 'Anteprima di maggio');
    assert.equal(await page.getByRole('radio', { name: IT['wizard.pace.own'] }).isChecked(), true);
    await goTo(page, 'when');
    await goTo(page, 'check');
    await page.locator('[data-finding=ok]').first().waitFor();
    await page.locator('.three .bubble').first().waitFor();
    await picture(page, 'wizard-check-light');
    await shared.api.speed(20);
    await page.getByRole('button', { name: /Avvia: 3 persone da \+39/ }).click();
    await page.locator('.page-head').getByText(IT['campaign.completed'], { exact: true }).waitFor();
    await shared.api.speed(1);
    const items = await shared.api.arrivals('anna');
    for (const [name, end] of Object.entries(people)) {
      const arrived = items.find(({ to, text }) => to.endsWith(end) && text.includes(name));
      assert.equal(arrived?.text, shown[name]);
    }
  });
});
