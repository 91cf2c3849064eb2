import assert from 'node:assert/strict';
import { eventually } from '../product.mjs';
import { check, open, picture, shared, texts, withPage } from '../suite.mjs';

const IT = texts('it');
const MANY = 300;
/** What fits a screen, and some beyond it. */
const FEW_ROWS = 80;

function rows(page) {
  return page.locator('.queue tbody [data-row]');
}

function ids(page) {
  return rows(page).evaluateAll((all) => all.map((row) => row.dataset.message));
}

async function tabCount(page, tab, wanted) {
  await page.locator(`[data-tab=${tab}] [data-count="${wanted}"]`).waitFor();
}

check('a queue of hundreds is counted, read to its end and keeps few rows in the page', {}, async () => {
  const { api } = shared;
  await api.number('nora', 'Nora');
  await api.call('PATCH', '/api/v1/sessions/nora', { hourlyLimit: 1, typingSimulation: false });
  const id = await api.campaign(
    'Lunga',
    'nora',
    Array.from({ length: MANY }, (_, n) => `Persona ${n}`),
  );
  await api.post(`/api/v1/campaigns/${id}/start`);
  const counts = async () => (await api.get('/api/v1/messages/counts?sessionId=nora')).byStatus;
  await eventually(async () => (await counts()).queued === MANY - 1, 'one is sent');
  await withPage({}, async (page) => {
    await open(page, '/queue?number=nora');
    await tabCount(page, 'waiting', MANY - 1);
    await tabCount(page, 'done', 1);
    await tabCount(page, 'verify', 0);
    assert.match(await rows(page).first().innerText(), /\+39 333 200 \d{4}/);
    assert.ok((await rows(page).count()) < FEW_ROWS);
    await rows(page).first().getByRole('button').focus();
    const focused = await page.evaluate(() => document.activeElement.closest('tr').dataset.message);
    await eventually(async () => {
      await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
      return (await page.locator(`.queue [aria-rowindex="${MANY}"]`).count()) === 1;
    }, 'the last row');
    assert.equal(await page.locator('table.queue').getAttribute('aria-rowcount'), String(MANY));
    assert.ok((await rows(page).count()) < FEW_ROWS);
    assert.equal(await page.evaluate(() => document.activeElement.closest('tr').dataset.message), focused);
    await page.keyboard.press('j');
    assert.notEqual(await page.evaluate(() => document.activeElement.closest('tr').dataset.message), focused);
  });
  await api.post(`/api/v1/campaigns/${id}/stop`);
});

check('12 rows of the queue wait under the pointer for those that are new', {}, async () => {
  const { api } = shared;
  await api.number('olga', 'Olga');
  await api.call('PATCH', '/api/v1/sessions/olga', { typingSimulation: false });
  await api.call('PUT', '/api/v1/simulator/sessions/olga/behaviour', { refuseRate: 1 });
  const fails = async (to) => {
    const { id } = await api.post('/api/v1/messages', { sessionId: 'olga', to, text: 'Ciao' });
    await eventually(async () => (await api.get(`/api/v1/messages/${id}`)).status === 'failed', `${id} fails`);
  };
  await fails('+393331000031');
  await fails('+393331000032');
  await withPage({}, async (page) => {
    await open(page, '/queue?status=failed&number=olga');
    await tabCount(page, 'failed', 2);
    await rows(page).nth(1).hover();
    const before = await ids(page);
    const top = (await rows(page).first().boundingBox()).y;
    await fails('+393331000033');
    await tabCount(page, 'failed', 3);
    await page.getByText(/^1 nuovo$/).waitFor();
    assert.deepEqual(await ids(page), before);
    assert.ok(Math.abs((await rows(page).first().boundingBox()).y - top) <= 1.5);
    await page.mouse.move(5, 5);
    await rows(page).nth(2).waitFor();
    assert.deepEqual((await ids(page)).slice(1), before);
  });
});

check('12 a live row counts its attempt from the first step on', {}, async () => {
  const { api } = shared;
  await api.number('pia', 'Pia');
  await api.call('PATCH', '/api/v1/sessions/pia', { typingSimulation: true });
  await withPage({}, async (page) => {
    await open(page, '/queue?status=live&number=pia');
    await page.getByText(IT['queue.empty.live'], { exact: false }).waitFor();
    await api.speed(3);
    await api.post('/api/v1/messages', {
      sessionId: 'pia',
      to: '+393331000034',
      text: 'Ti scrivo con calma, parola per parola, finché qualcuno guarda.',
    });
    for (const badge of ['typing', 'sent']) {
      const row = rows(page).filter({ has: page.locator(`[data-badge=${badge}]`) });
      await row.waitFor();
      assert.equal(await row.locator('.attempts-cell').innerText(), '1', badge);
    }
    await api.speed(1);
  });
});

check('8 what may have arrived says how to find out, and one click settles it', {}, async () => {
  const { api } = shared;
  await api.number('rosa', 'Rosa');
  await api.call('PUT', '/api/v1/simulator/sessions/rosa/behaviour', {
    unknownRate: 1,
    evidence: false,
    receipts: false,
  });
  const { id } = await api.post('/api/v1/messages', { sessionId: 'rosa', to: '+393331000035', text: 'Ciao' });
  const status = async () => (await api.get(`/api/v1/messages/${id}`)).status;
  await eventually(async () => ['in_doubt', 'unconfirmed'].includes(await status()), 'nobody knows');
  await withPage({}, async (page) => {
    await open(page, `/queue?status=verify&number=rosa&m=${id}`);
    await tabCount(page, 'verify', 1);
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/Apri la chat con .*\+39 333 100 0035/).waitFor();
    await dialog.getByText(IT['message.raw'], { exact: true }).click();
    await dialog.getByText(`"id": ${id}`).waitFor();
    await picture(page, 'message-verify-light');
    await dialog.getByRole('button', { name: IT['message.arrived'], exact: true }).click();
    await eventually(async () => (await status()) === 'sent', 'it is settled');
    await tabCount(page, 'verify', 0);
  });
});
