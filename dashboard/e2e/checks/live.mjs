import assert from 'node:assert/strict';
import { eventually } from '../product.mjs';
import { startWire } from '../wire.mjs';
import { check, count, elsewhere, logInAt, open, picture, shared, texts, withPage } from '../suite.mjs';

const IT = texts('it');

check('10 a break is seen, and what was missed is caught up with', { keeps: ['pages.badges'] }, async () => {
  const { api } = shared;
  const wire = await startWire(shared.product.url);
  const id = await api.campaign('Pasqua', 'anna', ['Ugo', 'Ivo', 'Eva']);
  try {
    await withPage({ origin: wire.url, expects: [/ERR_CONNECTION|ERR_EMPTY/] }, async (page) => {
      await page.addInitScript(() => {
        window.modes = new Set();
        new MutationObserver(() => window.modes.add(document.querySelector('[data-live]')?.dataset.live)).observe(
          document,
          {
            subtree: true,
            childList: true,
            attributes: true,
            attributeFilter: ['data-live'],
          },
        );
      });
      await page.goto(`${wire.url}/campaigns/${id}`);
      await page.locator('[data-live=live]').waitFor();
      assert.equal(
        await page.evaluate(() => window.modes.has('reconnecting')),
        false,
        'nothing was lost before it came',
      );
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

const SLOW_STREAM_MS = 3_000;

check('10 what happens before the stream is there is seen too', {}, async () => {
  const { api } = shared;
  await withPage({}, async (page, context) => {
    await page.route('**/api/v1/events', async (route) => {
      await page.waitForTimeout(SLOW_STREAM_MS);
      await route.continue();
    });
    await open(page, '/numbers/anna');
    await page.locator('.page-head').getByText(IT['session.ready']).waitFor();
    const second = await context.newPage();
    await open(second, '/numbers/anna');
    await second.locator('.page-head').getByText(IT['session.ready']).waitFor();
    assert.equal(await page.locator('[data-live=live]').count(), 0, 'the stream is not there yet');
    await api.post('/api/v1/sessions/anna/stop');
    for (const tab of [page, second]) {
      await tab.locator('[data-live=live]').waitFor();
      await tab.locator('.page-head').getByText(IT['session.stopped']).waitFor();
    }
    await api.post('/api/v1/sessions/anna/start');
    await page.locator('.page-head').getByText(IT['session.ready']).waitFor();
  });
});

/** How long an answer may take while eight tabs are live. */
const ANSWER_MS = 1_000;

check('11 eight tabs over plain http on a name of its own share one stream, are live, and block nothing', {}, () => {
  const { api } = shared;
  const origin = elsewhere();
  return withPage({ anonymous: true, origin }, async (page, context) => {
    const streams = new Set();
    context.on('request', (request) => {
      if (request.url().includes('/api/v1/events')) {
        streams.add(request);
      }
    });
    context.on('requestfinished', (request) => streams.delete(request));
    context.on('requestfailed', (request) => streams.delete(request));
    await logInAt(page, `${origin}/numbers/anna`);
    assert.equal(await page.evaluate(() => window.isSecureContext), false);
    const tabs = [page];
    for (let n = 0; n < 7; n++) {
      const tab = await context.newPage();
      await tab.goto(`${origin}/numbers/anna`);
      tabs.push(tab);
    }
    for (const tab of tabs) {
      await tab.locator('[data-live=live]').waitFor();
      await tab.locator('.page-head').getByText(IT['session.ready']).waitFor();
    }
    await eventually(() => streams.size === 1, 'one stream');
    // What happens now is told to each of them: nothing else would have them ask again.
    for (const [deed, state] of [
      ['stop', 'stopped'],
      ['start', 'ready'],
    ]) {
      await api.post(`/api/v1/sessions/anna/${deed}`);
      for (const tab of tabs) {
        await tab.locator('.page-head').getByText(IT[`session.${state}`]).waitFor();
        assert.equal(await tab.locator('[data-live=live]').count(), 1);
      }
    }
    assert.equal(streams.size, 1);
    const ninth = await context.newPage();
    await ninth.goto(`${origin}/numbers`);
    const took = await ninth.evaluate(async () => {
      const times = [];
      for (let n = 0; n < 5; n++) {
        const from = performance.now();
        await (await fetch('/api/v1/sessions', { cache: 'no-store' })).json();
        times.push(Math.round(performance.now() - from));
      }
      return times;
    });
    console.log(`a ninth tab got its answers in ${took.join(', ')} ms`);
    assert.ok(Math.max(...took) < ANSWER_MS, took.join());
  });
});
