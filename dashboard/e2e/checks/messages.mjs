import assert from 'node:assert/strict';
import { eventually } from '../product.mjs';
import { check, open, picture, shared, texts, withPage } from '../suite.mjs';

const IT = texts('it');

check('8 a failure says why, a retry succeeds, and the story has both attempts', {}, async () => {
  const { api } = shared;
  await api.number('elsa', 'Elsa');
  await api.call('PUT', '/api/v1/simulator/sessions/elsa/behaviour', { refuseRate: 1 });
  const { id } = await api.post('/api/v1/messages', { sessionId: 'elsa', to: '+393331000013', text: 'Ciao' });
  await eventually(async () => (await api.get(`/api/v1/messages/${id}`)).status === 'failed', 'it fails');
  await withPage({}, async (page) => {
    await open(page, `/queue?status=failed&number=elsa&m=${id}`);
    const dialog = page.getByRole('dialog');
    await dialog.locator('[data-badge=failed]').first().waitFor();
    await dialog.locator('.timeline').getByText(IT['reason.refused'], { exact: false }).first().waitFor();
    await picture(page, 'failed-light');
    await api.call('PUT', '/api/v1/simulator/sessions/elsa/behaviour', { refuseRate: 0 });
    await dialog.getByRole('button', { name: IT['message.retry'] }).click();
    await dialog.locator('.timeline [data-badge=sent]').waitFor();
    const story = await dialog.locator('.timeline').innerText();
    for (const number of ['1', '2']) {
      assert.match(story, new RegExp(IT['message.attempt'].replace('{number}', number)));
    }
    assert.ok((story.match(/dopo [\d,.]+ s/g) ?? []).length >= 2, story);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });
});

check('what would fail the same way again is not offered for a retry, and says what would help', {}, async () => {
  const { api } = shared;
  await api.number('fina', 'Fina');
  await api.call('PUT', '/api/v1/simulator/sessions/fina/behaviour', { undeliverableRate: 1 });
  const { id } = await api.post('/api/v1/messages', { sessionId: 'fina', to: '+393331000044', text: 'Ciao' });
  await eventually(async () => (await api.get(`/api/v1/messages/${id}`)).status === 'failed', 'it fails');
  await withPage({}, async (page) => {
    await open(page, `/queue?status=failed&number=fina&m=${id}`);
    const dialog = page.getByRole('dialog');
    await dialog.getByText(IT['fix.not_on_whatsapp']).waitFor();
    assert.equal(await dialog.getByRole('button', { name: IT['message.retry'] }).count(), 0);
    await picture(page, 'failed-for-good-light');
  });
});

check('rows are filtered in a line and selected by keyboard, and a retry says first what it leaves', {}, async () => {
  const { api } = shared;
  await api.number('fede', 'Fede');
  await api.call('PUT', '/api/v1/simulator/sessions/fede/behaviour', { refuseRate: 1 });
  const ids = [];
  for (const to of ['+393331000014', '+393331000015', '+393331000016']) {
    ids.push((await api.post('/api/v1/messages', { sessionId: 'fede', to, text: 'Ciao' })).id);
  }
  const failed = async () => (await api.get('/api/v1/messages?sessionId=fede&status=failed')).items.length;
  await eventually(async () => (await failed()) === ids.length, 'all fail');
  await api.call('PUT', '/api/v1/simulator/sessions/fede/behaviour', { refuseRate: 0 });
  await api.post('/api/v1/opt-outs', { phone: '+393331000016' });
  await withPage({}, async (page) => {
    const { keyboard } = page;
    await open(page, '/queue');
    await page.getByRole('searchbox').waitFor();
    await keyboard.press('/');
    await keyboard.type('numero:fede stato:falliti');
    await keyboard.press('Enter');
    await page.locator('.queue [data-row]').nth(2).waitFor();
    assert.match(page.url(), /number=fede/);
    await page.evaluate(() => document.activeElement.blur());
    await keyboard.press('j');
    await keyboard.press('x');
    await keyboard.press('j');
    await keyboard.press('j');
    await keyboard.press('Shift+X');
    await page.getByText('3 selezionati').waitFor();
    await picture(page, 'queue-bulk-light');
    await page.getByRole('button', { name: IT['queue.retryAll'] }).click();
    await page.getByText('2 messaggi tornano in coda.').waitFor();
    await page.getByText(IT['queue.left.opted_out']).waitFor();
    await keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Riprova 3 messaggi' }).click();
    await page.getByText(/2 messaggi rimessi in coda/).waitFor();
    await eventually(async () => (await failed()) === 1, 'two are sent');
    await open(page, '/queue?number=fede');
    await page.getByText(/Ultimo invio/).waitFor();
  });
});

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
    const audit = await api.get('/api/v1/audit?order=newest&limit=50');
    assert.ok(JSON.stringify(audit).includes('force'), 'a line in the audit');
  });
});
