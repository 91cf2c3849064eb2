import assert from 'node:assert/strict';
import { check, open, picture, shared, texts, withPage } from '../suite.mjs';

const IT = texts('it');
const PAGE = 'http://localhost:3000/dashboard/';

/** Lets the page see an answer otherwise than the product gave it. */
function seen(page, path, change) {
  return page.route(`**${path}`, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: change(await response.json()) });
  });
}

check('a step that only the engine’s page can carry out stands in for the code', {}, async () => {
  await shared.api.post('/api/v1/sessions', { id: 'paola', name: 'Paola', engine: 'simulator' });
  await withPage({}, async (page) => {
    let step = null;
    await seen(page, '/api/v1/sessions/paola/pairing', (pairing) =>
      step ? { ...pairing, qr: null, externalStep: step } : pairing,
    );
    await open(page, '/numbers/paola');
    await page.locator('.qr img').waitFor();
    step = { kind: 'passkey', url: PAGE };
    await page.getByText(IT['pair.elsewhere.passkey']).waitFor();
    assert.equal(await page.locator('.qr').count(), 0);
    assert.equal(await page.getByRole('link', { name: IT['pair.elsewhere.open'] }).getAttribute('href'), PAGE);
    await picture(page, 'pairing-elsewhere-light');
    step = null;
    await page.locator('.qr img').waitFor();
  });
  await shared.api.call('DELETE', '/api/v1/sessions/paola');
});

check('what a number’s user should know, and what deleting it does, is said', {}, async () => {
  await shared.api.post('/api/v1/sessions', { id: 'olga', name: 'Olga', engine: 'simulator' });
  await withPage({}, async (page) => {
    await seen(page, '/api/v1/sessions?*', (list) => ({
      ...list,
      items: list.items.map((each) => ({ ...each, notices: [{ code: 'known', message: 'Da sapere.' }] })),
    }));
    await open(page, '/numbers/olga');
    await page.getByText('Da sapere.').waitFor();
    await page.getByRole('button', { name: IT['danger.delete'] }).click();
    await page.getByRole('dialog').getByText(IT['danger.delete.about.linked']).waitFor();
    await picture(page, 'number-notice-light');
  });
  await shared.api.call('DELETE', '/api/v1/sessions/olga');
});
