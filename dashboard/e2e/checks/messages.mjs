import assert from 'node:assert/strict';
import { eventually } from '../product.mjs';
import { check, open, picture, shared, texts, withPage } from '../suite.mjs';

const IT = texts('it');

check('8 9 a message is forced after asking, and its story tells so', { keeps: ['pages.pairing'] }, async () => {
  const { api } = shared;
  await api.number('dora', 'Dora');
  await api.call('PATCH', '/api/v1/sessions/dora', { hourlyLimit: 1 });
  for (const to of ['+393331000011', '+393331000012']) {
    await api.post('/api/v1/messages', { sessionId: 'dora', to, text: 'Ciao' });
  }
  await eventually(
    async () => (await api.get('/api/v1/messages?sessionId=dora&status=queued')).items[0]?.reason === 'rate_limit',
    'the limit',
  );
  await withPage({}, async (page) => {
    await open(page, '/queue?number=dora');
    await page.locator('[data-badge=rate_limit]').waitFor();
    await picture(page, 'queue-light');
    await page.getByRole('button', { name: /Dettagli/ }).click();
    await page.getByRole('button', { name: IT['message.force'] }).click();
    await page.getByText(IT['message.force.ask']).waitFor();
    await page.getByRole('button', { name: IT['message.force'] }).click();
    await page
      .locator('.dialog [data-badge=sent], .dialog [data-badge=delivered], .dialog [data-badge=read]')
      .first()
      .waitFor();
    await picture(page, 'message-light');
    const audit = await api.get('/api/v1/audit?limit=50');
    assert.ok(JSON.stringify(audit).includes('force'), 'a line in the audit');
  });
});
