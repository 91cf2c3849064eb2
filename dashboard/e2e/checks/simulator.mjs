import assert from 'node:assert/strict';
import { eventually } from '../product.mjs';
import { check, open, picture, shared, texts, withPage } from '../suite.mjs';

const IT = texts('it');

check('21 what goes wrong with a simulated number is set on its page, and its screens are seen', {}, async () => {
  const { api } = shared;
  await api.number('guai', 'Guai');
  await withPage({}, async (page) => {
    await open(page, '/numbers/guai');
    const chosen = (preset) => page.locator(`[data-behaviour=${preset}]`).waitFor();
    await chosen('calm');
    await page.getByRole('button', { name: IT['simulator.preset.failures'], exact: true }).click();
    await chosen('failures');
    assert.equal((await api.get('/api/v1/simulator/sessions/guai/behaviour')).refuseRate, 0.05);
    await page.reload();
    await chosen('failures');
    await picture(page, 'number-simulator-light');
    await page.getByText(IT['simulator.fine']).click();
    await page.getByLabel(IT['simulator.refuseRate']).fill('100');
    await page.locator('form:has(fieldset)').getByRole('button', { name: IT.save }).click();
    await chosen('own');
    const { id } = await api.post('/api/v1/messages', { sessionId: 'guai', to: '+393331000091', text: 'Ciao' });
    await eventually(async () => (await api.get(`/api/v1/messages/${id}`)).status === 'failed', 'it is refused');
    await open(page, `/queue?status=failed&m=${id}`);
    await page.locator('[data-badge=failed]').first().waitFor();
    await open(page, '/numbers/guai');
    await page.getByRole('button', { name: IT['simulator.preset.calm'], exact: true }).click();
    await chosen('calm');
    await page.getByRole('button', { name: IT['simulator.ban'] }).click();
    await page.getByRole('button', { name: IT['number.relink'] }).waitFor();
    await page
      .getByText(IT['reason.banned'] ?? /bloccato/i)
      .first()
      .waitFor();
    assert.equal(await page.getByRole('button', { name: IT['simulator.ban'] }).isDisabled(), true);
    await picture(page, 'number-banned-light');
    await api.speed(20);
    await page.reload();
    await page.locator('.simulated-clock[data-factor="20"]').waitFor();
    await api.speed(1);
  });
  await api.call('DELETE', '/api/v1/sessions/guai');
});

check('17 a pause says what is still on its way until it has gone', {}, async () => {
  const { api } = shared;
  await api.number('lenta', 'Lenta');
  await api.call('PATCH', '/api/v1/sessions/lenta', { typingSimulation: false });
  // Longer than a look takes, shorter than the product waits for any answer.
  await api.call('PUT', '/api/v1/simulator/sessions/lenta/behaviour', { acceptDelay: 'PT5S' });
  const id = await api.campaign('Con calma', 'lenta', ['Ada', 'Bea', 'Ciro']);
  await withPage({}, async (page) => {
    await open(page, `/campaigns/${id}`);
    await page.getByRole('button', { name: IT['campaign.do.start'] }).click();
    await eventually(
      async () => (await api.get(`/api/v1/messages/counts?campaignId=${id}&status=sending`)).byStatus.sending > 0,
      'one is on its way',
    );
    await page.getByRole('button', { name: IT['campaign.do.pause'] }).click();
    await page.locator('[data-finishing="1"]').waitFor();
    await page.locator('.page-head').getByText(IT['campaign.pausing'], { exact: true }).waitFor();
    await picture(page, 'campaign-pausing-light');
    await page.getByText(IT['campaign.paused.calm']).waitFor();
    await page.locator('.page-head').getByText(IT['campaign.paused'], { exact: true }).waitFor();
    assert.equal((await api.get(`/api/v1/campaigns/${id}`)).counters.sent, 1);
    await page.getByRole('button', { name: IT['edit.open'] }).click();
    await page.locator('[data-edit] textarea').fill('Salve {{nome|amico}}!');
    await page.locator('[data-trial="2"]').getByText('Salve Bea!', { exact: true }).waitFor();
    await picture(page, 'edit-trial-light');
    await page.getByRole('button', { name: IT['trial.next'] }).click();
    await page.getByText('Salve Ciro!', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: IT['campaign.do.stop.open'] }).click();
    await page.getByText(IT['campaign.stop.rest']).waitFor();
    await picture(page, 'campaign-stop-light');
    await page
      .locator('.dialog')
      .getByRole('button', { name: /Ferma e annulla/ })
      .click();
    await page.locator('.page-head').getByText(IT['campaign.stopped'], { exact: true }).waitFor();
  });
});
