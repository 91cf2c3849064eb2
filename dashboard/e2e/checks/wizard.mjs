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
    await page.getByText('2 pronti', { exact: true }).waitFor();
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
    await page.getByText('interpretato come Angola').waitFor();
    await page.getByRole('button', { name: IT['wizard.add'] }).click();
    await page.locator('[data-outcome=ready]').waitFor();
    const counts = (what) =>
      page
        .locator(`[data-${what}]`)
        .evaluateAll(
          (chips, name) =>
            Object.fromEntries(
              chips.map((chip) => [
                chip.dataset[name],
                Number(chip.dataset.count ?? chip.querySelector('b').textContent),
              ]),
            ),
          what,
        );
    assert.deepEqual(await counts('outcome'), {
      ready: 1,
      'inferred-AO': 1,
      doubles: 1,
      excluded: 1,
      review: 2,
    });
    assert.deepEqual(await counts('code'), {
      duplicate: 1,
      'invalid_number:empty': 1,
      opted_out: 1,
      rounded_number: 1,
    });
    for (const words of [
      '1 pronto',
      '1 interpretato come Angola',
      '1 doppio',
      '1 escluso (opt-out)',
      '2 da rivedere',
    ]) {
      await page.getByText(words, { exact: true }).waitFor();
    }
    await page.getByText('Uguale alla riga 2').waitFor();
    await page.locator('[data-code=rounded_number]').click();
    assert.equal(await page.locator('.refused').count(), 1);
    await page.locator('[data-code=rounded_number]').click();
    await picture(page, 'wizard-refused-light');
    const doubles = page.locator('[data-offer=doubles]');
    await doubles.getByRole('button', { name: IT['offer.doubles.last'] }).click();
    await page.getByText('Uguale alla riga 5').waitFor();
    await doubles.getByRole('button', { name: IT['offer.doubles.first'] }).click();
    await page.getByText('Uguale alla riga 2').waitFor();
    await page.locator('[data-outcome=inferred-AO]').click();
    await page.locator('[data-taken=country_inferred]').getByText('+244 929 782 402').waitFor();
    await page.locator('[data-offer=inferred-AO]').getByRole('button', { name: 'Accetta 1: Angola' }).click();
    await page.getByText('1 corretto', { exact: true }).waitFor();
    const link = await page.getByRole('link', { name: /righe/ }).getAttribute('href');
    const refused = await shared.api.fetchText(link);
    assert.match(refused, /^\uFEFF?telefono;nome;line;error_code;error\r\n/);
    assert.match(refused, /;Vuoto;7;invalid_number;La cella del telefono è vuota\r\n/);
    const mended = refused.replace('3,93E+11', '+39 333 100 0042').replace(/\r\n;Vuoto/, '\r\n+39 333 100 0043;Vuoto');
    await page.locator(`input[type=file][aria-label="${IT['wizard.mended.file']}"]`).setInputFiles({
      name: 'errors.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(mended, 'utf8'),
    });
    await page.getByText('2 righe corrette e aggiunte.').waitFor();
    await page.locator('.wizard-rail').getByText('4 persone').waitFor();
    await eventually(async () => !('rounded_number' in (await counts('code'))), 'the first list is mended');
    assert.deepEqual(await counts('code'), { duplicate: 1, opted_out: 1 });
    await page.getByRole('button', { name: words('wizard.mend.of', { row: '3' }) }).click();
    await page.getByLabel(words('wizard.mend.number', { row: '3' })).fill('+39 333 100 0044');
    await page.keyboard.press('Enter');
    await page.locator('.wizard-rail').getByText('5 persone').waitFor();
  });
});

check('14 old numbers are put right as proposed, and what cannot be used says why', {}, () =>
  withPage({}, async (page) => {
    await begin(page, 'Vecchi', [
      'telefono;nome',
      '+39 333 100 0081;Ada',
      '+55 11 8765-4321;Bia',
      '+55 21 8765-4321;Caio',
      '+52 1 55 1234 5678;Luz',
      '333 100 0082 / 333 100 0083;Due',
      '12;Corto',
      '33310000821234;Lungo',
      'chiedere;Testo',
      '0541 123456;Fisso',
    ]);
    await page.getByText('forse +55 11 98765 4321?').waitFor();
    await page.getByRole('button', { name: IT['wizard.add'] }).click();
    await page.locator('[data-offer=ninth_digit]').waitFor();
    await page.getByText('Più numeri in una cella: +39 333 100 0082 · +39 333 100 0083').waitFor();
    for (const why of ['Troppo corto per: Italia', 'Troppo lungo per: Italia', 'Lettere o segni, non un numero']) {
      await page.locator('.refused').getByText(why, { exact: true }).waitFor();
    }
    await page.locator('[data-landlines="1"]').waitFor();
    await picture(page, 'wizard-proposals-light');
    await page.locator('[data-offer=ninth_digit]').getByRole('button', { name: 'Correggi tutti i 2' }).click();
    await page.locator('[data-offer=ninth_digit]').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Usa +52 55 1234 5678 per la riga 5' }).click();
    await page.getByText('3 corretti', { exact: true }).waitFor();
    await page.locator('.wizard-rail').getByText('5 persone').waitFor();
    await page.locator('[data-outcome=review][data-count="4"]').waitFor();
    shared.rows = new URL(page.url()).searchParams.get('c');
  }),
);

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
    const plan = async (place) => {
      const planned = page.waitForResponse((response) => response.request().method() === 'PATCH' && response.ok());
      await page.getByRole('radio').nth(place).check();
      await planned;
    };
    await plan(1);
    await page.reload();
    assert.equal(await page.getByRole('radio').nth(1).isChecked(), true);
    await plan(0);
    await goTo(page, 'check');
    await page.locator('[data-finding=ok]').first().waitFor();
    await page.locator('.three .bubble').first().waitFor();
    await picture(page, 'wizard-check-light');
    await shared.api.speed(20);
    await page.getByRole('button', { name: /Avvia: 3 persone da Anna \(\+39/ }).click();
    await page.locator('.page-head').getByText(IT['campaign.completed'], { exact: true }).waitFor();
    await shared.api.speed(1);
    const items = await shared.api.arrivals('anna');
    for (const [name, end] of Object.entries(people)) {
      const arrived = items.find(({ to, text }) => to.endsWith(end) && text.includes(name));
      assert.equal(arrived?.text, shown[name]);
    }
  });
});
