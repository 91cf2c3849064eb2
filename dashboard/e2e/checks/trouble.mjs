import assert from 'node:assert/strict';
import { check, open, picture, shared, texts, withPage } from '../suite.mjs';

const IT = texts('it');
const SETTINGS = {
  phoneNumberId: '106540352242922',
  token: 'EAAnotarealtoken',
  appSecret: '0123456789abcdef0123456789abcdef',
  verifyToken: 'una-parola',
  baseUrl: 'http://127.0.0.1:9',
};

check('a number that fails says why, and its settings can be put right', {}, async () => {
  await shared.api.post('/api/v1/sessions', { id: 'meta', name: 'Meta', engine: 'cloud', settings: SETTINGS });
  await withPage({}, async (page) => {
    await open(page, '/numbers/meta');
    await page.getByText(IT['trouble.address']).waitFor();
    assert.equal(await page.getByText(SETTINGS.token).count(), 0);
    assert.equal(await page.getByLabel(IT['setting.cloud.token']).inputValue(), '');
    const address = page.getByLabel(IT['setting.cloud.baseUrl']);
    assert.equal(await address.inputValue(), SETTINGS.baseUrl);
    await picture(page, 'number-failed-light');
    await address.fill('http://127.0.0.1:10');
    await page.getByRole('button', { name: IT['connection.save'] }).click();
    await page.getByText(IT['saved']).waitFor();
    const { settings } = await shared.api.get('/api/v1/sessions/meta');
    assert.equal(settings.baseUrl.value, 'http://127.0.0.1:10');
    assert.equal(settings.token.set, true);
  });
  await withPage({ dark: true, width: 390 }, async (page) => {
    await open(page, '/numbers/meta');
    await page.getByText(IT['trouble.address']).waitFor();
    await picture(page, 'number-failed-phone');
  });
  await shared.api.call('DELETE', '/api/v1/sessions/meta');
});
