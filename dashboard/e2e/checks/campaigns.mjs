import assert from 'node:assert/strict';
import { eventually } from '../product.mjs';
import { check, count, open, picture, shared, texts, withPage } from '../suite.mjs';

const IT = texts('it');

check(
  '20 22 a running campaign changes its number, and its figures always add up',
  { keeps: ['pages.session-change', 'pages.badges'] },
  async () => {
    const { api } = shared;
    await api.call('PATCH', '/api/v1/sessions/anna', { hourlyLimit: 1000, dailyLimit: 1000 });
    await api.number('bruno', 'Bruno');
    const id = await api.campaign('Promo autunno', 'anna', [
      ...['Giulia Bianchi', 'Marco Rossi', 'Ana Luísa Pereira', 'Siti Rahmawati', 'João Domingos'],
      ...Array.from({ length: 55 }, (_, n) => `Persona ${n}`),
    ]);
    shared.campaign = id;
    await withPage({}, async (page) => {
      await open(page, `/campaigns/${id}`);
      await page.getByRole('button', { name: IT['campaign.do.start'] }).click();
      await page.locator('.queue [data-badge=typing], .queue [data-badge=waiting_human]').first().waitFor();
      await page.getByText('Giulia Bianchi').first().waitFor();
      await picture(page, 'campaign-running-light');
      await page.getByRole('button', { name: IT['change.open'] }).click();
      await page.getByRole('heading', { name: '🔄 Cambia Numero WhatsApp' }).waitFor();
      await page.getByText('Numero attuale:').waitFor();
      assert.ok((await page.locator('select option').allInnerTexts()).includes('-- Seleziona nuova sessione --'));
      await page.getByRole('button', { name: 'Cambia Sessione' }).click();
      await page.getByText('Seleziona una sessione', { exact: true }).waitFor();
      const current = page.locator('select option[value=anna]');
      assert.match(await current.innerText(), /è già questo/);
      assert.equal(await current.isDisabled(), true);
      assert.match(await page.locator('select option[value=carla]').innerText(), /scollegato/);
      await page.locator('.dialog select').selectOption('bruno');
      const moves = page.locator('[data-would-move]');
      await moves.waitFor();
      assert.ok(Number(await moves.getAttribute('data-would-move')) > 0);
      await picture(page, 'change-number-light');
      await page.getByRole('button', { name: 'Cambia Sessione' }).click();
      await page
        .getByText(/Sessione cambiata con successo. I messaggi rimanenti verranno inviati tramite \+39/)
        .waitFor();
      assert.equal((await api.get(`/api/v1/campaigns/${id}`)).sessionId, 'bruno');
      await page.keyboard.press('Escape');
      await api.speed(20);
      const total = 60;
      for (let sample = 0; sample < 40; sample++) {
        const figures = await page
          .locator('.counts')
          .evaluate((list) =>
            [...list.querySelectorAll('b')].map((each) => Number(each.textContent.replace(/\D/g, ''))),
          );
        assert.equal(
          figures.reduce((sum, each) => sum + each, 0),
          total,
          figures.join(),
        );
        await page.waitForTimeout(50);
      }
      await page.locator('.page-head').getByText(IT['campaign.completed'], { exact: true }).waitFor();
      await api.speed(1);
      assert.equal(await count(page, 'sent'), total);
      assert.equal((await api.get(`/api/v1/campaigns/${id}`)).counters.sent, total);
    });
  },
);

check('20 a network that fails says so in the documented words', { keeps: ['pages.session-change'] }, async () => {
  const id = await shared.api.campaign('Natale', 'anna', ['Ugo', 'Ivo']);
  shared.draft = id;
  await withPage({}, async (page) => {
    await open(page, `/campaigns/${id}`);
    await page.getByRole('button', { name: IT['change.open'] }).click();
    await page.locator('.dialog select').selectOption('bruno');
    await page.locator('[data-would-move]').waitFor();
    await page.route('**/session', (route) => route.abort());
    await page.getByRole('button', { name: 'Cambia Sessione' }).click();
    await page.getByText('Errore di rete. Riprova.').waitFor();
    await page.unroute('**/session');
    await page.route('**/session', async (route) => {
      await shared.api.post('/api/v1/sessions/bruno/stop');
      await route.continue();
    });
    await page.getByRole('button', { name: 'Cambia Sessione' }).click();
    await page.getByText('La nuova sessione WhatsApp deve essere connessa e attiva').waitFor();
    await shared.api.post('/api/v1/sessions/bruno/start');
    await eventually(async () => (await shared.api.get('/api/v1/sessions/bruno')).state === 'ready', 'bruno is back');
  });
});
