// What the dashboard promises, tried in a real browser against the packaged product. The numbers are those of the
// acceptance checks in its specification.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { Api, eventually } from './product.mjs';
import { startWire } from './wire.mjs';
import { check, EMAIL, open, owner, PASSWORD, picture, shared, texts, withPage } from './suite.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
const IT = texts('it');
const NUMBER = /\d[\d.,]*/;
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

async function decoded(page) {
  const picture = PNG.sync.read(await page.locator('.qr').screenshot());
  return jsQR(Uint8ClampedArray.from(picture.data), picture.width, picture.height)?.data;
}

function count(page, name) {
  return page
    .locator(`[data-count="count.${name}"] b`)
    .innerText()
    .then((text) => Number(NUMBER.exec(text)[0].replace(/\D/g, '')));
}

check(
  '1 from the link to the first simulated message in under a minute and four clicks',
  { keeps: ['pages.badges'] },
  () =>
    withPage({ anonymous: true }, async (page, context) => {
      const from = Date.now();
      const made = page.waitForResponse((response) => response.url().endsWith('/api/v1/setup'));
      await open(page, `/#setup=${shared.product.token}`);
      await page.getByLabel(IT.email).fill(EMAIL);
      await page.getByLabel(IT.password).fill(PASSWORD);
      await picture(page, 'setup-light');
      await page.getByRole('button', { name: IT['setup.submit'] }).click();
      await owner((await (await made).json()).apiKey);
      await page.getByRole('button', { name: IT['welcome.simulator'] }).click();
      await page.getByRole('button', { name: IT['pair.simulate'] }).click();
      await page.getByRole('button', { name: IT['test.send'] }).click();
      await page.locator('[data-badge=sent], [data-badge=delivered], [data-badge=read]').first().waitFor();
      assert.ok(Date.now() - from < 60_000, `took ${Date.now() - from} ms`);
      assert.equal(new URL(page.url()).hash, '');
      shared.state = await context.storageState();
    }),
);

check('2 the link works once, and no password is there by default', {}, () =>
  withPage({ anonymous: true }, async (page) => {
    await open(page, `/#setup=${shared.product.token}`);
    await page.getByLabel(IT.email).fill('eve@example.org');
    await page.getByRole('button', { name: IT['setup.submit'] }).click();
    await page.getByRole('heading', { name: IT['setup.spent.title'] }).waitFor();
    await page.getByRole('button', { name: IT['setup.spent.login'] }).click();
    await page.getByLabel(IT.email).fill('admin@example.org');
    await page.getByLabel(IT.password).fill('admin');
    await page.getByRole('button', { name: IT['login.submit'] }).click();
    await page.getByRole('alert').waitFor();
    await picture(page, 'login-light');
  }),
);

check(
  '3 4 the code can be read in both themes, changes by itself, and its scan connects',
  { keeps: ['pages.pairing'] },
  async () => {
    await shared.api.post('/api/v1/sessions', { id: 'anna', name: 'Anna', engine: 'simulator' });
    await withPage({ dark: true }, async (page) => {
      await open(page, '/numbers/anna');
      await page.locator('.qr img').waitFor();
      const first = await page.locator('.qr').getAttribute('data-code');
      await eventually(async () => (await decoded(page)) !== undefined, 'a code that can be read in the dark');
      assert.match(await page.getByText(/1 di 5/).innerText(), NUMBER);
      await picture(page, 'pairing-dark');
      await eventually(async () => (await page.locator('.qr').getAttribute('data-code')) !== first, 'the next code');
      await page.emulateMedia({ colorScheme: 'light' });
      await eventually(
        async () => (await decoded(page)) === (await page.locator('.qr').getAttribute('data-code')),
        'a code that can be read in the light',
      );
      await picture(page, 'pairing-light');
      await shared.api.post('/api/v1/simulator/sessions/anna/scan');
      await page.locator('.page-head').getByText(IT['session.ready']).waitFor();
    });
  },
);

check('5 6 codes to type stay, and nobody waits for ever', { keeps: ['pages.pairing'] }, async () => {
  await shared.api.post('/api/v1/sessions', { id: 'carla', name: 'Carla', engine: 'simulator' });
  await withPage({}, async (page) => {
    await open(page, '/numbers/carla');
    await page.getByRole('tab', { name: IT['pair.code'] }).click();
    await page.getByLabel(IT['pair.phone']).fill('+39 333 111 2299');
    await page.getByRole('button', { name: IT['pair.ask'] }).click();
    const code = await page.locator('.code').innerText();
    assert.match(code, /^[A-Z0-9]{4}-[A-Z0-9]{4}$/);
    await picture(page, 'pairing-code-light');
    await page.getByRole('tab', { name: IT['pair.qr'] }).click();
    await shared.api.speed(10);
    await page.getByRole('button', { name: IT['pair.again'] }).waitFor();
    await shared.api.speed(1);
    await page.getByRole('button', { name: IT['pair.again'] }).click();
    await page.locator('.qr img').waitFor();
  });
});

check('7 a message shows its phases in their order', { keeps: ['pages.badges', 'pages.pairing'] }, () =>
  withPage({}, async (page) => {
    await open(page, '/numbers/anna');
    await page.getByLabel(IT['test.to'], { exact: true }).fill('+39 333 100 0077');
    await page.getByLabel(IT['test.text']).fill('Ciao, come stai? Ti scrivo per dirti che ci vediamo sabato.');
    await page.evaluate(() => {
      window.seen = [];
      new MutationObserver(() => {
        const badge = document.querySelector('[data-message] [data-badge]')?.dataset.badge;
        if (badge && window.seen.at(-1) !== badge) {
          window.seen.push(badge);
        }
      }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
    });
    await page.getByRole('button', { name: IT['test.send'] }).click();
    await page.locator('[data-badge=sent], [data-badge=delivered], [data-badge=read]').first().waitFor();
    const seen = await page.evaluate(() => window.seen);
    const order = ['queued', 'reading', 'waiting_human', 'typing', 'sending', 'sent', 'delivered', 'read'];
    const places = seen.map((badge) => order.indexOf(badge));
    assert.deepEqual(
      places,
      [...places].sort((one, other) => one - other),
      seen.join(),
    );
    assert.ok(seen.includes('typing'), seen.join());
    assert.ok(
      await page.evaluate(() => document.fonts.check('12px "Noto Emoji"', '👀⏳⌨🚀✅')),
      'the font of the badges',
    );
    await picture(page, 'number-light');
    const id = await page.locator('[data-message]').getAttribute('data-message');
    await open(page, `/queue?m=${id}`);
    // Who never wrote has nothing to be read: that step may be over before it is drawn, and stands in the story.
    await page.locator('.timeline [data-badge=sent]').waitFor();
    const told = await page
      .locator('.timeline [data-badge]')
      .evaluateAll((badges) => badges.map((badge) => badge.dataset.badge));
    const steps = ['queued', 'reading', 'waiting_human', 'typing', 'sending', 'sent'];
    assert.deepEqual(told.slice(0, steps.length), steps);
  }),
);

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

check('13 14 16 a file becomes a campaign, and its draft outlives a reload', {}, () =>
  withPage({}, async (page) => {
    await open(page, '/campaigns');
    await page.getByRole('link', { name: IT['new.open'] }).click();
    await page.getByLabel(IT['new.name']).fill('Invito');
    await page.getByLabel(IT['new.number']).selectOption('anna');
    await page.getByLabel(IT['new.text'], { exact: true }).fill('Ciao {{nome}}, ci vediamo a Forlì!');
    await page.getByLabel(IT['new.hours']).uncheck();
    await page.getByRole('button', { name: IT['new.next.people'] }).click();
    const rows = [
      'telefono;nome',
      '+39 333 100 0031;Nicolò',
      '3,93331E+11;Ugo',
      '+39 333 100 0031;Nicolò',
      '+39 333 100 0032;Ada',
    ];
    await page.locator('input[type=file]').setInputFiles({
      name: 'invitati.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(rows.join('\r\n'), 'latin1'),
    });
    await page.getByText('2 pronti · 2 da rivedere').waitFor();
    await page.getByText(IT['row.duplicate']).waitFor();
    await page.getByText(IT['row.invalid_number']).waitFor();
    await picture(page, 'new-people-light');
    await page.reload();
    await page.getByText(/2 persone/).waitFor();
    await page.getByRole('link', { name: IT['new.next.check'] }).click();
    await page.getByText('Ciao Nicolò, ci vediamo a Forlì!').waitFor();
    await page.getByRole('button', { name: IT['new.preview.next'] }).click();
    await page.getByText('Ciao Ada, ci vediamo a Forlì!').waitFor();
    await picture(page, 'new-check-light');
    await page.getByRole('button', { name: /Avvia: 2 persone da \+39/ }).click();
    await page.locator('.counts').waitFor();
    await shared.api.speed(20);
    await page.locator('.page-head').getByText(IT['campaign.completed'], { exact: true }).waitFor();
    await shared.api.speed(1);
  }),
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

check('10 a break is seen, and what was missed is caught up with', { keeps: ['pages.badges'] }, async () => {
  const { api } = shared;
  const wire = await startWire(shared.product.url);
  const id = await api.campaign('Pasqua', 'anna', ['Ugo', 'Ivo', 'Eva']);
  try {
    await withPage({ origin: wire.url, expects: [/ERR_CONNECTION|ERR_EMPTY/] }, async (page) => {
      await page.goto(`${wire.url}/campaigns/${id}`);
      await page.locator('[data-live=live]').waitFor();
      await page.locator('.counts').waitFor();
      wire.cut();
      await page.locator('[data-live=reconnecting]').waitFor();
      await api.speed(20);
      await api.post(`/api/v1/campaigns/${id}/start`);
      const ended = async () => (await api.get(`/api/v1/campaigns/${id}`)).status === 'completed';
      await eventually(ended, 'the campaign ends meanwhile');
      await api.speed(1);
      await page.locator('[data-live=polling]').waitFor();
      await picture(page, 'polling-light');
      wire.mend();
      await page.locator('[data-live=live]').waitFor();
      await page.locator('.page-head').getByText(IT['campaign.completed'], { exact: true }).waitFor();
      assert.equal(await count(page, 'sent'), 3);
    });
  } finally {
    wire.close();
  }
});

check('11 eight tabs share one stream, and all of them are live', {}, () =>
  withPage({}, async (page, context) => {
    const streams = new Set();
    context.on('request', (request) => {
      if (request.url().includes('/api/v1/events')) {
        streams.add(request);
      }
    });
    context.on('requestfinished', (request) => streams.delete(request));
    context.on('requestfailed', (request) => streams.delete(request));
    await open(page, '/numbers');
    const tabs = [page];
    for (let n = 0; n < 7; n++) {
      const tab = await context.newPage();
      await open(tab, '/numbers');
      tabs.push(tab);
    }
    for (const tab of tabs) {
      await tab.locator('[data-live=live]').waitFor();
    }
    await eventually(() => streams.size === 1, 'one stream');
    const from = Date.now();
    await tabs[3].evaluate(() => fetch('/api/v1/me').then((answer) => answer.json()));
    assert.ok(Date.now() - from < 5_000);
  }),
);

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

const PAGES = [
  ['numbers', () => '/numbers', '.number-card'],
  ['number', () => '/numbers/anna', '.facts'],
  ['pairing', () => '/numbers/carla', '.tabs'],
  ['campaigns', () => '/campaigns', '.campaign-card'],
  ['campaign', () => `/campaigns/${shared.campaign}`, '.counts'],
  ['queue', () => '/queue?status=read', '.queue'],
  ['message', () => '/queue?status=read&m=1', '.timeline'],
];

/** The pages with the most words. */
const DENSE = ['number', 'pairing', 'campaign', 'queue'];

check('23 axe finds nothing on any page, in both themes', {}, async () => {
  for (const dark of [false, true]) {
    await withPage({ dark }, async (page) => {
      for (const [name, path, ready] of PAGES) {
        await open(page, path());
        await page.locator(ready).first().waitFor();
        await page.evaluate(axe);
        const { violations } = await page.evaluate((runOnly) => globalThis.axe.run(document, { runOnly }), RULES);
        assert.deepEqual(
          violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' | ')}`),
          [],
          `${name} ${dark ? 'dark' : 'light'}`,
        );
        await picture(page, `${name}-${dark ? 'dark' : 'light'}`);
      }
    });
  }
});

check('23 nothing scrolls sideways on a phone', {}, async () => {
  for (const width of [320, 390]) {
    await withPage({ width, height: 844 }, async (page) => {
      for (const [name, path, ready] of PAGES) {
        await open(page, path());
        await page.locator(ready).first().waitFor();
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `${name} is ${wide} wide on ${width}`);
        if (width === 390) {
          await picture(page, `${name}-phone`);
        }
      }
    });
  }
});

check('24 every language has its words, its numbers and nothing cut off', {}, async () => {
  for (const language of ['it', 'pt-BR', 'en', 'id', 'es']) {
    const words = texts(language);
    await withPage({ language }, async (page) => {
      await page.addInitScript((chosen) => localStorage.setItem('staffetta.language', chosen), language);
      for (const [name, path, ready] of PAGES.filter(([name]) => DENSE.includes(name))) {
        await open(page, path());
        await page.locator(ready).first().waitFor();
        assert.equal(await page.evaluate(() => document.documentElement.lang), language);
        const cut = await page.evaluate(() =>
          [...document.querySelectorAll('.badge, .button')]
            .filter((each) => each.scrollWidth > each.clientWidth + 1)
            .map((each) => each.textContent),
        );
        assert.deepEqual(cut, [], `${name} in ${language}`);
      }
      await open(page, '/numbers');
      await page.getByRole('heading', { name: words['nav.numbers'] }).waitFor();
      await picture(page, `numbers-${language}`);
    });
  }
});

check('the cookie alone changes nothing', {}, () =>
  withPage({}, async (page) => {
    await open(page, '/numbers');
    const refused = await page.evaluate(() =>
      fetch('/api/v1/sessions/anna/stop', { method: 'POST' }).then((answer) => answer.status),
    );
    assert.equal(refused, 403);
  }),
);

check('whoever logs out is out', {}, async () => {
  const api = new Api(shared.product.url, shared.api.key);
  await withPage({ anonymous: true }, async (page) => {
    await open(page, '/numbers');
    await page.getByLabel(IT.email).fill(EMAIL);
    await page.getByLabel(IT.password).fill(PASSWORD);
    await page.getByRole('button', { name: IT['login.submit'] }).click();
    await page.locator('.number-card').first().waitFor();
    await page.getByRole('button', { name: IT.preferences }).click();
    await page.getByRole('menuitem', { name: IT.logOut }).click();
    await page.getByRole('button', { name: IT['login.submit'] }).waitFor();
    assert.ok((await api.get('/api/v1/sessions')).items.length > 0);
  });
});
