import assert from 'node:assert/strict';
import { eventually } from '../product.mjs';
import { check, open, picture, shared, texts, withPage } from '../suite.mjs';

const IT = texts('it');
const MANY = 300;
/** What fits a screen, and some beyond it. */
const FEW_ROWS = 80;
const UPDATES_A_SECOND = 50;
const TYPED = 'campaign:promo number:anna error:refused';

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
  await api.number('norma', 'Norma');
  await api.call('PATCH', '/api/v1/sessions/norma', { hourlyLimit: 1, typingSimulation: false });
  const id = await api.campaign(
    'Lunga',
    'norma',
    Array.from({ length: MANY }, (_, n) => `Persona ${n}`),
  );
  await api.post(`/api/v1/campaigns/${id}/start`);
  const counts = async () => (await api.get('/api/v1/messages/counts?sessionId=norma')).byStatus;
  await eventually(async () => (await counts()).queued === MANY - 1, 'one is sent');
  await withPage({}, async (page) => {
    await open(page, '/queue?number=norma');
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
  await api.number('otto', 'Otto');
  await api.call('PATCH', '/api/v1/sessions/otto', { typingSimulation: false });
  await api.call('PUT', '/api/v1/simulator/sessions/otto/behaviour', { refuseRate: 1 });
  const fails = async (to) => {
    const { id } = await api.post('/api/v1/messages', { sessionId: 'otto', to, text: 'Ciao' });
    await eventually(async () => (await api.get(`/api/v1/messages/${id}`)).status === 'failed', `${id} fails`);
  };
  await fails('+393331000031');
  await fails('+393331000032');
  await withPage({}, async (page) => {
    await open(page, '/queue?status=failed&number=otto');
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
  // What is sent is seen as sent until it leaves the list.
  await api.call('PUT', '/api/v1/simulator/sessions/pia/behaviour', { receipts: false });
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

/** News as the stream brings them, fifty a second whatever the machine is busy with, about the rows that are shown. */
function rain(page) {
  return page.evaluate((perSecond) => {
    const ids = [...document.querySelectorAll('[data-message]')].map((row) => Number(row.dataset.message));
    const phases = ['claimed', 'reading', 'waiting_human', 'typing', 'sending', 'sent'];
    const from = performance.now();
    window.told = 0;
    const timer = setInterval(() => {
      // What a slow timer left out is made up for.
      while (window.told < ((performance.now() - from) / 1000) * perSecond) {
        const count = window.told++;
        const news = {
          id: String(1e9 + count),
          type: 'message',
          phase: phases[Math.floor(count / ids.length) % phases.length],
          messageId: ids[count % ids.length],
          campaignId: null,
          sessionId: null,
          reason: null,
          attempt: 1,
          nextAt: null,
          at: new Date(Date.now() + 1000).toISOString(),
        };
        window.sources.at(-1).dispatchEvent(new MessageEvent('message', { data: JSON.stringify(news) }));
      }
    }, 20);
    window.stopRain = () => {
      clearInterval(timer);
      return window.told / ((performance.now() - from) / 1000);
    };
  }, UPDATES_A_SECOND);
}

check('12 fifty updates a second move no row and lose no key', {}, async () => {
  const { api } = shared;
  await api.number('sara', 'Sara');
  await api.call('PATCH', '/api/v1/sessions/sara', { hourlyLimit: 1, typingSimulation: false });
  const id = await api.campaign(
    'Grandine',
    'sara',
    Array.from({ length: 60 }, (_, n) => `Persona ${n}`),
  );
  await api.post(`/api/v1/campaigns/${id}/start`);
  const waiting = async () => (await api.get('/api/v1/messages/counts?sessionId=sara')).byStatus.queued;
  await eventually(async () => (await waiting()) === 59, 'one is sent, the others wait');
  await withPage({}, async (page) => {
    await page.addInitScript(() => {
      const Real = window.EventSource;
      window.sources = [];
      window.EventSource = class extends Real {
        constructor(url) {
          super(url);
          window.sources.push(this);
        }
      };
    });
    await open(page, '/queue?number=sara');
    await page.locator('[data-live=live]').waitFor();
    await rows(page).nth(9).waitFor();
    const row = rows(page).nth(4);
    await row.hover();
    await row.getByRole('button').focus();
    const places = () =>
      rows(page).evaluateAll((all) => all.map((each) => [each.dataset.message, each.getBoundingClientRect().top]));
    const before = await places();
    const focused = () => page.evaluate(() => document.activeElement.closest('tr')?.dataset.message);
    const held = await focused();
    await rain(page);
    await eventually(() => page.evaluate(() => window.told >= 150), '150 updates');
    const after = await places();
    assert.deepEqual(
      after.map(([each]) => each),
      before.map(([each]) => each),
    );
    const moved = Math.max(...after.map(([, top], n) => Math.abs(top - before[n][1])));
    assert.ok(moved <= 1.5, `rows moved by ${moved} pixels`);
    assert.equal(await focused(), held);
    const field = page.getByRole('searchbox');
    await field.focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.type(TYPED, { delay: 30 });
    assert.equal(await field.inputValue(), TYPED);
    const perSecond = await page.evaluate(() => window.stopRain());
    assert.ok(perSecond >= UPDATES_A_SECOND - 2, `${perSecond} updates a second`);
  });
  await api.post(`/api/v1/campaigns/${id}/stop`);
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
