import assert from 'node:assert/strict';
import { eventually } from '../product.mjs';
import { check, open, picture, shared, texts, withPage } from '../suite.mjs';

const IT = texts('it');

async function optedOut(phone) {
  return (await shared.api.get('/api/v1/opt-outs?limit=1000')).items.some((each) => each.phone === phone);
}

check('a person is found, named, and their consent is written down', {}, async () => {
  const { api } = shared;
  await api.post('/api/v1/simulator/sessions/anna/say', { from: '+393337770001', text: 'Ciao, a che ora aprite?' });
  await eventually(
    async () => (await api.get('/api/v1/contacts?search=%2B393337770001')).items.length === 1,
    'who wrote is known',
  );
  await withPage({}, async (page) => {
    await open(page, '/contacts');
    await page.getByLabel(IT['contacts.search']).fill('+39333777');
    await page
      .getByRole('row', { name: /333 777 0001/ })
      .getByRole('button')
      .click();
    await page.getByText('Ciao, a che ora aprite?').waitFor();
    await page.getByLabel(IT['contact.name'], { exact: true }).fill('Giulia Bianchi');
    await page.getByRole('button', { name: IT.save }).click();
    await page.getByRole('button', { name: IT['contact.consent.add'] }).click();
    await page.getByLabel(IT['contact.consent.source']).fill('Modulo del sito');
    await page.getByLabel(IT['contact.consent.wording']).fill('Sì, vorrei le offerte del negozio.');
    await page.getByRole('button', { name: IT.save }).last().click();
    await page.getByText(IT['contacts.consent'], { exact: true }).first().waitFor();
    const { contact } = await api.get('/api/v1/contacts/+393337770001');
    assert.equal(contact.name, 'Giulia Bianchi');
    assert.equal(contact.consent.source, 'Modulo del sito');
    await picture(page, 'contact-consent-light');
  });
});

check('opt-outs come one by one and as a file, and are lifted with a reason', {}, () =>
  withPage({}, async (page) => {
    await open(page, '/contacts?tab=opt-outs');
    await page.getByLabel(IT['message.number'], { exact: true }).fill('+39 333 777 0002');
    await page.getByRole('button', { name: IT['optout.add.submit'], exact: true }).click();
    await page.getByText('+39 333 777 0002', { exact: true }).waitFor();
    await page.locator('input[type=file]').setInputFiles({
      name: 'esclusi.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('telefono;nome\n+393337770003;Ugo\nnon è un numero;Ivo\n'),
    });
    await page.getByText(/1 aggiunti di 2 letti/).waitFor();
    await page.getByText('+39 333 777 0003', { exact: true }).waitFor();
    assert.ok(await optedOut('+393337770002'));
    await picture(page, 'opt-outs-light');
    await page.getByRole('button', { name: 'Riammetti +39 333 777 0002' }).click();
    await page.getByLabel(IT['optout.lift.reason']).fill('Ha telefonato in negozio');
    await page.getByRole('button', { name: IT['optout.lift.submit'], exact: true }).click();
    await page.getByText('+39 333 777 0002', { exact: true }).waitFor({ state: 'detached' });
    assert.equal(await optedOut('+393337770002'), false);
  }),
);

check('a person is erased after their number was typed', {}, async () => {
  await shared.api.call('PATCH', '/api/v1/contacts/+393337770004', { name: 'Da cancellare' });
  await withPage({}, async (page) => {
    await open(page, '/contacts?c=%2B393337770004');
    await page.getByRole('button', { name: IT['contact.erase.open'] }).click();
    const submit = page.getByRole('button', { name: IT['contact.erase.submit'] });
    assert.equal(await submit.isDisabled(), true);
    await page.getByLabel(IT['danger.type'].replace('{name}', '+393337770004')).fill('+393337770004');
    await submit.click();
    await page.getByRole('dialog').first().waitFor({ state: 'detached' });
    const left = await shared.api.get('/api/v1/contacts?search=Da%20cancellare');
    assert.equal(left.items.length, 0);
  });
});
