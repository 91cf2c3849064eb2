import assert from 'node:assert/strict';
import { check, open, shared, withPage } from '../suite.mjs';

const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '<script>alert(2)</script>',
  '"><svg onload=alert(3)>',
  'javascript:alert(4)',
  '{{constructor.constructor("alert(5)")()}}',
  '${alert(6)}',
  "';alert(7)//",
  '<a href="javascript:alert(8)">x</a>',
];

check('names and texts are only ever text', {}, async () => {
  const { api } = shared;
  const id = await api.campaign(HOSTILE[0], 'anna', HOSTILE);
  await api.call('PATCH', '/api/v1/sessions/dora', { name: HOSTILE[1] });
  await api.post('/api/v1/messages', { sessionId: 'dora', to: '+393331000013', text: HOSTILE.join('\n') });
  await withPage({}, async (page) => {
    for (const path of [
      '/numbers',
      '/numbers/dora',
      '/campaigns',
      `/campaigns/${id}`,
      '/queue',
      '/queue?number=dora',
    ]) {
      await open(page, path);
      await page.locator('[data-live=live]').waitFor();
      await page.waitForLoadState('load');
      assert.equal(await page.locator('main img, main script, main a[href^=javascript]').count(), 0, path);
    }
    await page
      .getByRole('button', { name: /Dettagli/ })
      .first()
      .click();
    await page.locator('.bubble').waitFor();
    assert.equal(await page.locator('.bubble *').count(), 0);
  });
  await api.call('PATCH', '/api/v1/sessions/dora', { name: 'Dora' });
});
