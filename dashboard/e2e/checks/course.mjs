import assert from 'node:assert/strict';
import { eventually } from '../product.mjs';
import { check, count, open, picture, shared, texts, withPage } from '../suite.mjs';

const IT = texts('it');
const FIGURES = ['sent', 'failed', 'skipped', 'verify', 'active', 'queued'];

function people(count) {
  return Array.from({ length: count }, (_, n) => `Persona ${n}`);
}

function status(page, name) {
  return page.locator('.page-head').getByText(IT[`campaign.${name}`], { exact: true });
}

async function campaign(id) {
  return shared.api.get(`/api/v1/campaigns/${id}`);
}

/** To how many phones each of a campaign's people was handed over, by the simulated network's own book. */
async function handedOver(sessions) {
  const { items } = await shared.api.get('/api/v1/simulator/ledger?limit=1000');
  const times = new Map();
  for (const { sessionId, to } of items.filter((entry) => sessions.includes(entry.sessionId))) {
    times.set(to, [...(times.get(to) ?? []), sessionId]);
  }
  return times;
}

check('12 rows stay where they are under pointer and focus while updates rain', {}, async () => {
  const { api } = shared;
  await api.number('eva', 'Eva');
  await api.call('PATCH', '/api/v1/sessions/eva', { typingSimulation: true });
  const id = await api.campaign('Pioggia', 'eva', people(400));
  await withPage({}, async (page) => {
    await open(page, `/campaigns/${id}`);
    await api.post(`/api/v1/campaigns/${id}/start`);
    await page.locator('.queue tbody tr').nth(9).waitFor();
    await page.evaluate(() => {
      window.updates = 0;
      const own = new EventSource('/api/v1/events');
      own.onmessage = () => window.updates++;
      window.stopCounting = () => own.close();
    });
    const row = page.locator('.queue tbody tr').nth(4);
    await row.hover();
    await row.getByRole('button').focus();
    await page.waitForTimeout(600);
    const places = () =>
      page
        .locator('.queue tbody tr')
        .evaluateAll((rows) => rows.map((each) => [each.dataset.message, each.getBoundingClientRect().top]));
    const before = await places();
    // What stands above is laid out in fractions of a pixel, which nobody sees.
    const stayed = async () => {
      const now = await places();
      assert.deepEqual(
        now.map(([id]) => id),
        before.map(([id]) => id),
      );
      const moved = Math.max(...now.map(([, top], n) => Math.abs(top - before[n][1])));
      assert.ok(moved <= 1.5, `rows moved by ${moved} pixels`);
    };
    const focused = await page.evaluate(() => document.activeElement.closest('tr').dataset.message);
    await api.speed(200);
    const from = Date.now();
    await eventually(() => page.evaluate(() => window.updates > 150), '150 updates');
    await page.evaluate(() => window.stopCounting());
    const perSecond = (await page.evaluate(() => window.updates)) / ((Date.now() - from) / 1000);
    console.log(`rows were held for ${Math.round(perSecond)} updates a second`);
    await stayed();
    assert.equal(await page.evaluate(() => document.activeElement.closest('tr').dataset.message), focused);
    await api.post(`/api/v1/campaigns/${id}/pause`);
    await api.speed(1);
    const pill = page.getByText(/^10 nuovi$/);
    await pill.waitFor();
    await stayed();
    await page.evaluate(() => document.activeElement.blur());
    await page.mouse.move(5, 5);
    const shown = new Set(before.map(([id]) => id));
    const news = async () => (await places()).filter(([id]) => !shown.has(id)).length;
    await eventually(async () => (await news()) === 10, 'the ten that were announced');
    await pill.waitFor({ state: 'detached' });
    await api.post(`/api/v1/campaigns/${id}/stop`);
  });
});

check('17 a pause while somebody is typed to lets nothing go, and nobody is written to twice', {}, async () => {
  const { api } = shared;
  await api.number('fulvia', 'Fulvia');
  const id = await api.campaign('Respiro', 'fulvia', people(6));
  await withPage({}, async (page) => {
    await open(page, `/campaigns/${id}`);
    await page.getByRole('button', { name: IT['campaign.do.start'] }).click();
    await page.locator('.queue [data-badge=typing]').first().waitFor();
    await page.getByRole('button', { name: IT['campaign.do.pause'] }).click();
    await status(page, 'paused').waitFor();
    await page.getByText(IT['campaign.paused.calm']).waitFor();
    assert.match(await page.title(), /^⏸ /);
    const then = (await handedOver(['fulvia'])).size;
    await api.speed(20);
    // A minute of the simulated people, in which a message would long have gone.
    await page.waitForTimeout(3_000);
    assert.equal((await handedOver(['fulvia'])).size, then);
    await page.getByRole('button', { name: IT['campaign.do.resume'] }).click();
    await status(page, 'completed').waitFor();
    await api.speed(1);
    const book = await handedOver(['fulvia']);
    assert.deepEqual([...book.values()], Array(6).fill(['fulvia']));
    await page.locator('[data-mark=paused]').first().waitFor();
  });
});

check('19 what a stopped campaign left is sent to exactly those', {}, async () => {
  const { api } = shared;
  await api.number('gino', 'Gino');
  const id = await api.campaign('Interrotta', 'gino', people(30));
  await withPage({}, async (page) => {
    await open(page, `/campaigns/${id}`);
    await api.speed(20);
    await page.getByRole('button', { name: IT['campaign.do.start'] }).click();
    await eventually(async () => (await campaign(id)).counters.sent >= 5, 'five are sent');
    await page.getByRole('button', { name: IT['campaign.do.stop.open'] }).click();
    await page
      .locator('.dialog')
      .getByRole('button', { name: /Ferma e annulla/ })
      .click();
    await status(page, 'stopped').waitFor();
    const left = page.getByRole('button', { name: /^Riprendi i? ?\d+ rimast/ });
    await left.waitFor();
    const { counters } = await campaign(id);
    assert.equal(Number(/\d+/.exec(await left.innerText())[0]), 30 - counters.sent);
    await picture(page, 'campaign-stopped-light');
    await left.click();
    await status(page, 'draft').waitFor();
    await page.getByRole('button', { name: IT['campaign.do.start'] }).click();
    await status(page, 'completed').waitFor();
    await api.speed(1);
    assert.equal(await count(page, 'sent'), 30 - counters.sent);
    const book = await handedOver(['gino']);
    assert.equal(book.size, 30);
    assert.ok(
      [...book.values()].every((times) => times.length === 1),
      'nobody twice',
    );
  });
});

check('20 a change of number leaves its mark, sends from the new one, and can be undone', {}, async () => {
  const { api } = shared;
  await api.number('hugo', 'Hugo');
  await api.number('irma', 'Irma');
  await api.post('/api/v1/messages', { sessionId: 'irma', to: '+393331999999', text: 'Prima' });
  await eventually(async () => (await handedOver(['irma'])).size === 1, 'the new number has sent before');
  const id = await api.campaign('Staffetta', 'hugo', people(40));
  await withPage({}, async (page) => {
    await open(page, `/campaigns/${id}`);
    await page.getByRole('button', { name: IT['campaign.do.start'] }).click();
    await api.speed(10);
    await eventually(async () => (await handedOver(['hugo'])).size >= 2, 'the first number sends');
    await page.getByRole('button', { name: IT['change.open'] }).click();
    assert.match(await page.locator('select option[value=hugo]').innerText(), /è già questo/);
    await page.locator('.dialog select').selectOption('irma');
    await page.locator('[data-would-move]').waitFor();
    await page.getByRole('button', { name: 'Cambia Sessione' }).click();
    await page.getByText(/Sessione cambiata con successo/).waitFor();
    const first = (await handedOver(['hugo'])).size;
    await eventually(async () => (await handedOver(['irma'])).size >= 4, 'the new number sends');
    assert.ok((await handedOver(['hugo'])).size <= first + 1, 'only what was under way left from the old one');
    const { usage } = await api.get('/api/v1/sessions/irma');
    assert.ok(usage.lastHour >= 4, `${usage.lastHour} count for the new number, its own one before among them`);
    await page.getByRole('button', { name: IT['change.back'] }).click();
    await eventually(async () => (await campaign(id)).sessionId === 'hugo', 'the change is undone');
    await eventually(async () => (await handedOver(['hugo'])).size > first + 1, 'the first number sends again');
    await page.keyboard.press('Escape');
    await page.locator('[data-mark=session_changed]').nth(1).waitFor();
    await api.speed(30);
    await status(page, 'completed').waitFor();
    await api.speed(1);
    const book = await handedOver(['hugo', 'irma']);
    book.delete('+393331999999');
    assert.equal(book.size, 40);
    assert.ok(
      [...book.values()].every((times) => times.length === 1),
      'nobody twice',
    );
    await picture(page, 'campaign-changed-light');
  });
});

check('21 a campaign whose number is lost waits by itself, and nothing fails', {}, async () => {
  const { api } = shared;
  await api.number('kira', 'Kira');
  const id = await api.campaign('Perduta', 'kira', people(40));
  await withPage({}, async (page) => {
    await open(page, `/campaigns/${id}`);
    await api.speed(10);
    await page.getByRole('button', { name: IT['campaign.do.start'] }).click();
    await eventually(async () => (await campaign(id)).counters.sent >= 2, 'it sends');
    await api.post('/api/v1/simulator/sessions/kira/logout');
    await page
      .getByRole('alert')
      .getByText(/in pausa/i)
      .waitFor();
    await api.speed(1);
    await page.getByRole('link', { name: IT['attention.relink'].replace('{name}', 'Kira') }).waitFor();
    assert.equal(await count(page, 'failed'), 0);
    assert.equal((await campaign(id)).counters.failed, 0);
    await picture(page, 'campaign-lost-light');
    await open(page, '/');
    await page.locator('.concern-bad').first().waitFor();
    await page.getByRole('link', { name: 'Apri Perduta' }).waitFor();
    await picture(page, 'overview-attention-light');
  });
  await api.post(`/api/v1/campaigns/${id}/stop`);
});

check('22 the figures of 300 people add up in 200 samples, and the end comes when it was foretold', {}, async () => {
  const { api } = shared;
  await api.number('lea', 'Lea');
  await api.call('PATCH', '/api/v1/sessions/lea', { typingSimulation: false });
  const id = await api.campaign('Trecento', 'lea', people(300));
  await api.call('PATCH', `/api/v1/campaigns/${id}`, { messageDelay: { min: 2000, max: 3000 } });
  await withPage({}, async (page) => {
    await open(page, `/campaigns/${id}`);
    await api.speed(60);
    await page.getByRole('button', { name: IT['campaign.do.start'] }).click();
    const told = [];
    for (let sample = 0; sample < 200; sample++) {
      const figures = await page
        .locator('.counts')
        .evaluate((list) => [...list.querySelectorAll('b')].map((each) => Number(each.textContent.replace(/\D/g, ''))));
      assert.equal(figures.length, FIGURES.length);
      assert.equal(
        figures.reduce((sum, each) => sum + each, 0),
        300,
        figures.join(),
      );
      if (sample % 10 === 0) {
        const { counters, estimatedCompletionRange: range } = await campaign(id);
        if (range && counters.sent >= 60 && counters.pending >= 30) {
          told.push(range);
        }
      }
      await page.waitForTimeout(50);
    }
    await status(page, 'completed').waitFor();
    await api.speed(1);
    const { items } = await api.get('/api/v1/simulator/ledger?limit=1000');
    const end = Math.max(...items.filter(({ sessionId }) => sessionId === 'lea').map(({ at }) => Date.parse(at)));
    // Eight runs of ten end within the range itself; within three times its width practically all.
    const right = told.filter(({ earliest, latest }) => {
      const [from, to] = [Date.parse(earliest), Date.parse(latest)];
      return end >= from - (to - from) && end <= to + (to - from);
    });
    assert.ok(told.length > 0, 'a range was told on the way');
    assert.ok(right.length * 2 >= told.length, `${right.length} of ${told.length} ranges were right`);
  });
});

check('18 a campaign outlives a restart of the product: nobody twice, and nothing is lost', {}, async () => {
  const { api, product } = shared;
  await api.number('mina', 'Mina');
  const id = await api.campaign('Riavvio', 'mina', people(40));
  await withPage({ expects: [/ERR_CONNECTION|ERR_EMPTY|ERR_INCOMPLETE/] }, async (page) => {
    await open(page, `/campaigns/${id}`);
    await api.speed(5);
    await page.getByRole('button', { name: IT['campaign.do.start'] }).click();
    await eventually(async () => (await campaign(id)).counters.sent >= 3, 'it sends');
    await product.restart();
    const after = await campaign(id);
    assert.equal(after.status, 'running');
    assert.ok(after.counters.sent >= 3 && after.counters.sent < 40, `${after.counters.sent} were sent`);
    await page.locator('[data-live=live]').waitFor();
    await api.speed(30);
    await status(page, 'completed').waitFor();
    await api.speed(1);
    const figures = await Promise.all(FIGURES.map((name) => count(page, name)));
    assert.equal(
      figures.reduce((sum, each) => sum + each, 0),
      40,
      figures.join(),
    );
    const { counters } = await campaign(id);
    assert.equal(counters.sent + counters.unconfirmed + counters.inDoubt, 40);
    const book = await handedOver(['mina']);
    assert.ok(
      [...book.values()].every((times) => times.length === 1),
      'nobody twice',
    );
  });
});
