import assert from 'node:assert/strict';
import { eventually } from '../product.mjs';
import { startWire } from '../wire.mjs';
import { check, count, open, picture, shared, texts, withPage } from '../suite.mjs';

const IT = texts('it');

check('10 a break is seen, and what was missed is caught up with', { keeps: ['pages.badges'] }, async () => {
  const { api } = shared;
  const wire = await startWire(shared.product.url);
  const id = await api.campaign('Pasqua', 'anna', ['Ugo', 'Ivo', 'Eva']);
  try {
    await withPage({ origin: wire.url, expects: [/ERR_CONNECTION|ERR_EMPTY/] }, async (page) => {
      await page.goto(`${wire.url}/campaigns/${id}`);
      await page.locator('[data-live=live]').waitFor();
      await page.locator('.counts').waitFor();
      wire.cut();
      await page.locator('[data-live=reconnecting]').waitFor();
      await api.speed(20);
      await api.post(`/api/v1/campaigns/${id}/start`);
      const ended = async () => (await api.get(`/api/v1/campaigns/${id}`)).status === 'completed';
      await eventually(ended, 'the campaign ends meanwhile');
      await api.speed(1);
      await page.locator('[data-live=polling]').waitFor();
      await picture(page, 'polling-light');
      wire.mend();
      await page.locator('[data-live=live]').waitFor();
      await page.locator('.page-head').getByText(IT['campaign.completed'], { exact: true }).waitFor();
      assert.equal(await count(page, 'sent'), 3);
    });
  } finally {
    wire.close();
  }
});

check('11 eight tabs share one stream, and all of them are live', {}, () =>
  withPage({}, async (page, context) => {
    const streams = new Set();
    context.on('request', (request) => {
      if (request.url().includes('/api/v1/events')) {
        streams.add(request);
      }
    });
    context.on('requestfinished', (request) => streams.delete(request));
    context.on('requestfailed', (request) => streams.delete(request));
    await open(page, '/numbers');
    const tabs = [page];
    for (let n = 0; n < 7; n++) {
      const tab = await context.newPage();
      await open(tab, '/numbers');
      tabs.push(tab);
    }
    for (const tab of tabs) {
      await tab.locator('[data-live=live]').waitFor();
    }
    await eventually(() => streams.size === 1, 'one stream');
    const from = Date.now();
    await tabs[3].evaluate(() => fetch('/api/v1/me').then((answer) => answer.json()));
    assert.ok(Date.now() - from < 5_000);
  }),
);
