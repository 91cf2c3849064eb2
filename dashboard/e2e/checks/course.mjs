import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import IntlMessageFormat from 'intl-messageformat';
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
  const times = new Map();
  for (const { sessionId, to } of await shared.api.arrivals(...sessions)) {
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

/** The campaign's people by whether the dialog may offer them: its options by what the API says to each. */
async function offered(page) {
  return page
    .locator('.dialog select option:not([value=""])')
    .evaluateAll((options) =>
      options.map((each) => ({ id: each.value, disabled: each.disabled, text: each.textContent })),
    );
}

/** Every number that the API would refuse is disabled with its reason, every other one can be chosen. */
async function offersWhatTheApiTakes(page, id) {
  const { api } = shared;
  const options = await offered(page);
  const { items } = await api.get('/api/v1/sessions?limit=1000');
  assert.deepEqual(options.map((each) => each.id).sort(), items.map((each) => each.id).sort());
  const firstDisabled = options.findIndex(({ disabled }) => disabled);
  assert.ok(
    options.slice(firstDisabled).filter(({ disabled }) => !disabled).length <= 1,
    'what can be chosen is first',
  );
  for (const { id: session, disabled, text } of options) {
    const refused = await api.call('PUT', `/api/v1/campaigns/${id}/session?dryRun=true`, { sessionId: session }).then(
      () => null,
      (error) => error.message,
    );
    assert.equal(disabled, refused !== null, `${session}: ${refused}`);
    const why = /new_session_is_current/.test(refused) ? 'change.why.current' : 'change.why.down';
    assert.equal(text.endsWith(` – ${IT[why]}`), disabled, text);
  }
}

/** The sentences of the dialog, by what they are about. */
async function facts(page) {
  return Object.fromEntries(
    await page
      .locator('[data-fact]')
      .evaluateAll((all) => all.map((each) => [each.dataset.fact, each.textContent.replace(/\s+/g, ' ')])),
  );
}

/** What the dialog has to say, by what the API answers. */
async function expectedFacts(id, outlook) {
  const { api } = shared;
  const { counters, status } = await campaign(id);
  const { international, usage, hourlyLimit, dailyLimit } = await api.get('/api/v1/sessions/irma');
  const { timeZone } = await api.get('/api/v1/me');
  const number = new Intl.NumberFormat('it', { useGrouping: 'always' });
  // Its follow-ups go two days later.
  const time = new Intl.DateTimeFormat('it', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  });
  const say = (key, values) => new IntlMessageFormat(IT[`change.what.${key}`], 'it').format(values);
  return {
    sent: say('sent', { count: counters.sent }),
    busy: say('busy', { count: outlook.inFlight }),
    move: say('move', { count: outlook.wouldMove, number: international }),
    followUps: say('followUps', { count: outlook.followUps }),
    limits: say('limits', {
      today: number.format(usage.today),
      day: number.format(dailyLimit),
      used: number.format(usage.lastHour),
      hour: number.format(hourlyLimit),
    }),
    finish: say('finish', { time: time.format(new Date(outlook.newFinish)) }),
    verify: say('verify', { count: counters.unconfirmed + counters.inDoubt }),
    status: say('status', { status: IT[`campaign.${status}`] }),
  };
}

check('20 the figures of the dialog are those of the API, and it offers what the API takes', {}, async () => {
  const { api } = shared;
  const behave = (body) => api.call('PUT', '/api/v1/simulator/sessions/hugo/behaviour', body);
  await api.number('hugo', 'Hugo');
  await api.number('irma', 'Irma');
  await api.post('/api/v1/sessions', { id: 'ivana', name: 'Ivana', engine: 'simulator' });
  await api.post('/api/v1/messages', { sessionId: 'irma', to: '+393331999999', text: 'Prima' });
  await eventually(async () => (await handedOver(['irma'])).size === 1, 'the new number has sent before');
  const id = await api.campaign('Cifre', 'hugo', people(40));
  await api.call('PATCH', `/api/v1/campaigns/${id}`, { followUps: [{ after: 'PT48H', template: 'Ancora {{nome}}' }] });
  await api.call('PATCH', '/api/v1/sessions/hugo', { typingSimulation: false });
  await behave({ unknownRate: 1, evidence: false });
  await api.speed(20);
  await api.post(`/api/v1/campaigns/${id}/start`);
  const doubtful = ({ inDoubt, unconfirmed }) => inDoubt + unconfirmed;
  await eventually(async () => doubtful((await campaign(id)).counters) >= 1, 'one is to be verified');
  await behave({ unknownRate: 0, evidence: true });
  await eventually(async () => (await campaign(id)).counters.sent >= 3, 'three are sent');
  // One that takes so long that nothing changes while the figures are compared.
  await behave({ acceptDelay: { min: 600_000, max: 600_000 } });
  const outlook = () => api.call('PUT', `/api/v1/campaigns/${id}/session?dryRun=true`, { sessionId: 'irma' });
  await eventually(async () => (await outlook()).inFlight === 1, 'one is under way');
  await api.speed(1);
  await withPage({}, async (page) => {
    const told = [];
    page.on('response', async (answer) => {
      if (answer.url().endsWith('/session?dryRun=true')) {
        told.push(await answer.json());
      }
    });
    await open(page, `/campaigns/${id}?change=1`);
    await page.locator('.dialog select option[value=irma]').waitFor({ state: 'attached' });
    await offersWhatTheApiTakes(page, id);
    await page.locator('.dialog select').selectOption('irma');
    await page.locator('[data-would-move]').waitFor();
    let shown;
    let expected;
    await eventually(async () => {
      const { finish, ...rest } = await expectedFacts(id, { ...(await outlook()), newFinish: told.at(-1).newFinish });
      expected = { ...rest, limits: `${rest.limits} ${finish}` };
      shown = await facts(page);
      return isDeepStrictEqual(shown, expected);
    }, 'the dialog says what the API says').catch((error) => {
      assert.deepEqual(shown, expected);
      throw error;
    });
    await picture(page, 'change-figures-light');
    const answered = page.waitForResponse((answer) => answer.url().endsWith('/session') && answer.ok());
    await page.getByRole('button', { name: 'Cambia Sessione' }).click();
    const changed = await (await answered).json();
    await page
      .getByText(
        `Rimanenti ${changed.pendingMessages}, già inviati ${changed.sentMessages}, ` +
          `in corso dal vecchio numero ${changed.inFlight}.`,
      )
      .waitFor();
    assert.deepEqual([changed.sentMessages, changed.inFlight], [(await campaign(id)).counters.sent, 1]);
  });
  await behave({ acceptDelay: { min: 0, max: 0 } });
  await api.post(`/api/v1/campaigns/${id}/stop`);
});

check('20 after a change the next go from the new number, the others stay, and it can be undone', {}, async () => {
  const { api } = shared;
  await api.number('ettore', 'Ettore');
  await api.number('flora', 'Flora');
  await api.post('/api/v1/messages', { sessionId: 'flora', to: '+393331999998', text: 'Prima' });
  await eventually(async () => (await handedOver(['flora'])).size === 1, 'the new number has sent before');
  const id = await api.campaign('Staffetta', 'ettore', people(40));
  const since = async (session, seen) => {
    const book = await handedOver([session]);
    return [...book.keys()].filter((to) => !seen.has(to)).length;
  };
  await withPage({}, async (page) => {
    await open(page, `/campaigns/${id}`);
    await page.getByRole('button', { name: IT['campaign.do.start'] }).click();
    await api.speed(10);
    await eventually(async () => (await handedOver(['ettore'])).size >= 2, 'the first number sends');
    await page.getByRole('button', { name: IT['change.open'] }).click();
    await page.locator('.dialog select').selectOption('flora');
    await page.locator('[data-would-move]').waitFor();
    await page.getByRole('button', { name: 'Cambia Sessione' }).click();
    await page.getByText(/Sessione cambiata con successo/).waitFor();
    const first = await handedOver(['ettore']);
    await eventually(async () => (await handedOver(['flora'])).size >= 4, 'the new number sends');
    assert.ok((await since('ettore', first)) <= 1, 'only what was under way left from the old one');
    const stayed = await handedOver(['ettore']);
    assert.ok(
      [...first.keys()].every((to) => stayed.has(to)),
      'what was sent stays with the old number',
    );
    // Its limits know of everything that it sent, before the change and after it.
    await eventually(async () => {
      const before = (await handedOver(['flora'])).size;
      const { usage } = await api.get('/api/v1/sessions/flora');
      const after = (await handedOver(['flora'])).size;
      return before <= usage.lastHour && usage.lastHour <= after + 1 && usage.today === usage.lastHour;
    }, 'the limits of the new number are its own');
    await page.getByRole('button', { name: IT['change.back'] }).click();
    await eventually(async () => (await campaign(id)).sessionId === 'ettore', 'the change is undone');
    const second = await handedOver(['flora']);
    await eventually(async () => (await since('ettore', stayed)) > 0, 'the first number sends again');
    assert.ok((await since('flora', second)) <= 1, 'only what was under way left from the other one');
    await page.keyboard.press('Escape');
    await page.locator('[data-mark=session_changed]').nth(1).waitFor();
    await api.speed(30);
    await status(page, 'completed').waitFor();
    await api.speed(1);
    const book = await handedOver(['ettore', 'flora']);
    book.delete('+393331999998');
    assert.equal(book.size, 40);
    assert.ok(
      [...book.values()].every((times) => times.length === 1),
      'nobody twice',
    );
    const { items } = await api.get(`/api/v1/messages?campaignId=${id}&limit=1000`);
    const sentFrom = items.filter(({ sessionId }) => sessionId === 'flora').length;
    assert.equal((await api.get('/api/v1/sessions/flora')).usage.lastHour, sentFrom + 1);
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
    const concerns = page.locator('.concern-bad');
    await concerns.getByRole('link', { name: IT['attention.relink'].replace('{name}', 'Kira') }).waitFor();
    assert.equal(await concerns.getByText('Perduta').count(), 0, 'one cause is told of once');
    await picture(page, 'overview-attention-light');
  });
  await api.post(`/api/v1/campaigns/${id}/stop`);
});

/** Looks at the page's figures and at its forecast many times a second, in the page itself. */
function watchFigures(page) {
  return page.evaluate(() => {
    window.samples = [];
    window.sampling = setInterval(() => {
      const figures = [...document.querySelectorAll('.counts b')].map((each) =>
        Number(each.textContent.replace(/\D/g, '')),
      );
      window.samples.push({ figures, finish: document.querySelector('[data-finish]')?.textContent ?? '' });
    }, 50);
  });
}

/** The two times between which the page says that the campaign ends; both in minutes of the day. */
function rangeOf(finish) {
  const [from, to] = [...(/\((.*)\)/.exec(finish)?.[1] ?? '').matchAll(/(\d\d):(\d\d)/g)].map(
    ([, hours, minutes]) => Number(hours) * 60 + Number(minutes),
  );
  const [only] = [...finish.matchAll(/(\d\d):(\d\d)/g)].map(
    ([, hours, minutes]) => Number(hours) * 60 + Number(minutes),
  );
  return to === undefined ? only !== undefined && { from: only, to: only + 1 } : { from, to };
}

/** Whether a minute of the day lies within two others, over midnight too. */
function within(minute, { from, to }) {
  const day = 24 * 60;
  return (minute - from + day) % day <= (to - from + day) % day;
}

check('22 the figures of 300 people add up in 200 samples, and the end comes when it was foretold', {}, async () => {
  const { api } = shared;
  await api.number('lea', 'Lea');
  await api.call('PATCH', '/api/v1/sessions/lea', { typingSimulation: false });
  const id = await api.campaign('Trecento', 'lea', people(300));
  await api.call('PATCH', `/api/v1/campaigns/${id}`, { messageDelay: { min: 2000, max: 3000 } });
  const { timeZone } = await api.get('/api/v1/me');
  await withPage({}, async (page) => {
    await open(page, `/campaigns/${id}`);
    await page.locator('.counts').waitFor();
    await api.speed(60);
    await watchFigures(page);
    await page.getByRole('button', { name: IT['campaign.do.start'] }).click();
    await status(page, 'completed').waitFor();
    await api.speed(1);
    const samples = await page.evaluate(() => (clearInterval(window.sampling), window.samples));
    const underWay = samples.filter(({ figures: [sent] }) => sent > 0 && sent < 300);
    assert.ok(underWay.length >= 200, `${underWay.length} samples`);
    const sum = (figures) => figures.reduce((all, each) => all + each, 0);
    const wrong = samples.filter(({ figures }) => figures.length !== FIGURES.length || sum(figures) !== 300);
    assert.deepEqual(wrong, []);
    const end = new Date(Math.max(...(await api.arrivals('lea')).map(({ at }) => Date.parse(at))));
    const [hours, minutes] = new Intl.DateTimeFormat('it', { hour: '2-digit', minute: '2-digit', timeZone })
      .format(end)
      .split(':');
    const last = Number(hours) * 60 + Number(minutes);
    const told = underWay.map(({ finish }) => rangeOf(finish)).filter(Boolean);
    const right = told.filter((range) => within(last, range)).length;
    console.log(`${right} of ${told.length} ranges contained the end`);
    assert.ok(told.length >= 150, `${told.length} times a range was told`);
    // The range is that of eight runs in ten.
    assert.ok(right >= 0.8 * told.length, `${right} of ${told.length} ranges contained the end`);
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
