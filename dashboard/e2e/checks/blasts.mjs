import assert from 'node:assert/strict';
import { eventually } from '../product.mjs';
import { check, open, picture, shared, texts, withPage } from '../suite.mjs';

const IT = texts('it');

/** A number that writes without the pauses of a person. */
async function quick(id, name) {
  const { api } = shared;
  await api.number(id, name);
  await api.call('PATCH', `/api/v1/sessions/${id}`, { typingSimulation: false });
}

function campaign(id) {
  return shared.api.get(`/api/v1/campaigns/${id}`);
}

/** What arrived from a number, by person, in the simulated network's own book. */
async function arrived(session) {
  return new Map((await shared.api.arrivals(session)).map(({ to, text }) => [to, text]));
}

check('a card shows the account that its campaign is sent from, and cards become a table', {}, async () => {
  const { api } = shared;
  await quick('nora', 'Nora Centro');
  await api.call('PUT', '/api/v1/sessions/nora/operator', { provider: 'TIM', plan: 'Postpaid' });
  const id = await api.campaign('Vetrina', 'nora', ['Uno', 'Due']);
  await eventually(async () => (await api.get('/api/v1/sessions/nora')).picture !== null, 'its picture is known');
  await withPage({}, async (page) => {
    await open(page, '/campaigns');
    const card = page.locator(`.campaign-card[data-campaign="${id}"]`);
    await card.getByText('TIM · Abbonamento').waitFor();
    await card.locator('.signal-excellent').getByText(IT['account.quality.excellent']).waitFor();
    await card.getByText(IT['account.seen.now']).waitFor();
    await eventually(
      () => card.locator('img.avatar').evaluate((image) => image.complete && image.naturalWidth > 0),
      'the picture is drawn',
    );
    await page.getByRole('button', { name: IT['campaigns.view.table'] }).click();
    await page.locator(`tr[data-campaign="${id}"]`).getByText('Nora Centro').waitFor();
    await page.reload();
    await page.locator(`tr[data-campaign="${id}"]`).waitFor();
    await picture(page, 'campaigns-table-light');
    await page.getByRole('button', { name: IT['campaigns.view.cards'] }).click();
    await card.waitFor();
  });
});

check('numbers that are chosen are switched off and on together', {}, async () => {
  const { api } = shared;
  await quick('olga', 'Olga');
  await quick('pina', 'Pina');
  const state = async (id) => (await api.get(`/api/v1/sessions/${id}`)).state;
  await withPage({}, async (page) => {
    await open(page, '/numbers');
    const choose = async () => {
      for (const name of ['Olga', 'Pina']) {
        await page.getByRole('checkbox', { name: IT['numbers.select'].replace('{name}', name) }).check();
      }
    };
    await choose();
    await picture(page, 'numbers-chosen-light');
    await page.getByRole('button', { name: 'Spegni 2 numeri' }).click();
    await eventually(async () => (await state('olga')) === 'stopped' && (await state('pina')) === 'stopped', 'off');
    await page.locator('[data-number=pina]').getByText(IT['session.stopped']).waitFor();
    await choose();
    await page.getByRole('button', { name: 'Accendi 2 numeri' }).click();
    await eventually(async () => (await state('olga')) === 'ready' && (await state('pina')) === 'ready', 'on');
  });
});

check('a figure opens the people behind it, those who answered too', {}, async () => {
  const { api } = shared;
  await quick('rita', 'Rita');
  const id = await api.campaign('Domanda', 'rita', ['Sara', 'Tino', 'Ugo']);
  await api.speed(20);
  await api.post(`/api/v1/campaigns/${id}/start`);
  await eventually(async () => (await campaign(id)).counters.sent === 3, 'all are sent');
  await api.post('/api/v1/simulator/sessions/rita/say', { from: '+393332000001', text: 'Ci sarò!' });
  await eventually(async () => (await campaign(id)).counters.replied === 1, 'the answer counts');
  await api.speed(1);
  await withPage({}, async (page) => {
    await open(page, `/campaigns/${id}`);
    await page.locator('[data-funnel=replied] button').click();
    const answer = page.locator('[data-reply]');
    await answer.getByText('Ci sarò!').waitFor();
    assert.equal(await answer.count(), 1);
    await answer.getByText('Tino').waitFor();
    assert.match(page.url(), /part=people&of=replied/);
    await page.locator('[data-funnel=sent] button').click();
    await eventually(async () => (await page.locator('.campaign-parts .queue tbody tr').count()) === 3, 'three rows');
    await picture(page, 'campaign-funnel-light');
  });
});

check('a new text on the way holds for those whose turn has not come, and says so', {}, async () => {
  const { api } = shared;
  await quick('vera', 'Vera');
  const id = await api.campaign('Refuso', 'vera', ['Anna', 'Bice', 'Caio', 'Dino', 'Elio', 'Fosca']);
  await api.call('PATCH', `/api/v1/campaigns/${id}`, { messageDelay: { min: 20_000, max: 20_000 } });
  await api.post(`/api/v1/campaigns/${id}/start`);
  await eventually(async () => (await arrived('vera')).size === 1, 'the first is gone');
  await withPage({}, async (page) => {
    await open(page, `/campaigns/${id}`);
    await page.getByRole('button', { name: IT['edit.open'] }).click();
    await page.locator('[data-edit] textarea').fill('Salve {{nome|amico}}!');
    // Somebody else changes it meanwhile.
    await api.call('PATCH', `/api/v1/campaigns/${id}`, { name: 'Refuso corretto' });
    const submit = page.locator('[data-edit] button[type=submit]');
    await submit.click();
    await page.getByText(IT['edit.stale']).waitFor();
    await page.getByRole('button', { name: IT['edit.stale.do'] }).click();
    await submit.click();
    await page.locator('[data-edit]').waitFor({ state: 'detached' });
    await api.speed(60);
    await eventually(async () => (await arrived('vera')).size === 6, 'all are gone');
    await api.speed(1);
    const told = [...(await arrived('vera')).values()];
    assert.equal(told[0], 'Ciao Anna!');
    assert.ok(
      told.slice(2).every((text) => /^Salve \w+!$/.test(text)),
      told.join(),
    );
    await open(page, `/campaigns/${id}?part=people&of=sent`);
    await page.locator('[data-version="2"]').nth(3).waitFor();
    assert.equal(await page.locator('tr:has-text("Anna") [data-version]').count(), 0);
  });
});

check('each reason of failure has the one button that helps', {}, async () => {
  const { api } = shared;
  await quick('wilma', 'Wilma');
  await api.call('PUT', '/api/v1/simulator/sessions/wilma/behaviour', { refuseRate: 1 });
  const id = await api.campaign('Rifiuti', 'wilma', ['Gina', 'Ivo']);
  await api.speed(20);
  await api.post(`/api/v1/campaigns/${id}/start`);
  await eventually(async () => (await campaign(id)).counters.failed === 2, 'both fail');
  await api.call('PUT', '/api/v1/simulator/sessions/wilma/behaviour', { refuseRate: 0 });
  await withPage({}, async (page) => {
    await open(page, `/campaigns/${id}`);
    const reason = page.locator('[data-reason]');
    await reason.first().waitFor();
    await picture(page, 'campaign-failures-light');
    assert.equal(await reason.count(), 1);
    await reason.getByRole('button', { name: 'Riprova 2 messaggi' }).click();
    await eventually(async () => (await campaign(id)).counters.sent === 2, 'both go on the second try');
    await api.speed(1);
  });
});

check('a campaign whose number is gone says so, and offers another one', {}, async () => {
  const { api } = shared;
  await quick('zoe', 'Zoe');
  const id = await api.campaign('Orfana', 'zoe', ['Lia', 'Max']);
  await api.call('PATCH', `/api/v1/campaigns/${id}`, { messageDelay: { min: 600_000, max: 600_000 } });
  await api.post(`/api/v1/campaigns/${id}/start`);
  await eventually(async () => (await campaign(id)).status === 'running', 'it runs');
  await api.call('DELETE', '/api/v1/sessions/zoe');
  await withPage({}, async (page) => {
    await open(page, `/campaigns/${id}`);
    await page
      .getByRole('alert')
      .getByText(/In pausa/)
      .waitFor();
    await page.getByText(IT['account.none']).waitFor();
    await page.getByRole('button', { name: IT['account.choose'] }).first().click();
    await page.getByRole('dialog').getByLabel(IT['change.new']).waitFor();
    await open(page, '/campaigns?status=paused');
    await page
      .locator(`[data-campaign="${id}"]`)
      .getByRole('link', { name: /Scegli un numero/ })
      .waitFor();
  });
  await api.post(`/api/v1/campaigns/${id}/stop`);
});
