import assert from 'node:assert/strict';
import { eventually } from '../product.mjs';
import { check, EMAIL, logInAt, open, PASSWORD, picture, shared, texts, withPage } from '../suite.mjs';

const IT = texts('it');

/** Both clicks before anything was drawn again. */
function clickTwice(button) {
  return button.evaluate((element) => {
    element.click();
    element.click();
  });
}

/** What the page asks for that matches, from now on. */
function heard(page, matches) {
  const asked = [];
  page.on('request', (request) => {
    if (matches(request)) {
      asked.push(request.url());
    }
  });
  return asked;
}

check('a page whose files do not come says so, and comes when they do', {}, () =>
  withPage({ expects: [/PageLost|could not be fetched|dynamically imported/] }, async (page) => {
    await open(page, '/numbers');
    await page.locator('.number-card').first().waitFor();
    await page.route('**/assets/Contacts-*.js', (route) => route.abort());
    const reloaded = page.waitForEvent('load');
    await page.getByRole('link', { name: IT['nav.contacts'], exact: true }).click();
    // The product answers, so its files may just have other names now: once, the window is loaded anew by itself.
    await reloaded;
    await page.getByRole('alert').getByText(IT['page.lost']).waitFor();
    await page.getByRole('link', { name: IT['nav.numbers'] }).waitFor();
    await picture(page, 'page-lost-light');
    await page.unroute('**/assets/Contacts-*.js');
    await page.getByRole('button', { name: IT.retry }).click();
    await page.getByRole('heading', { level: 1, name: IT['nav.contacts'] }).waitFor();
  }),
);

check('a session that ended is begun anew over what was typed', {}, () =>
  withPage({ anonymous: true }, async (page, context) => {
    await open(page, '/numbers/anna');
    await page.getByLabel(IT.email).fill(EMAIL);
    await page.getByLabel(IT.password).fill(PASSWORD);
    await page.getByRole('button', { name: IT['login.submit'] }).click();
    await page.locator('[data-live=live]').waitFor();
    const field = page.getByLabel(IT['connect.name'], { exact: true });
    await field.fill('Anna di prima');
    await context.clearCookies();
    await page.getByRole('button', { name: IT.save, exact: true }).first().click();
    await page.getByRole('dialog').getByText(IT['login.again.about']).waitFor();
    await page.locator('[data-live=paused]').waitFor();
    assert.equal(await page.getByRole('dialog').getByLabel(IT.email).inputValue(), EMAIL);
    await picture(page, 'login-again-light');
    const stream = page.waitForRequest((request) => request.url().includes('/api/v1/events'));
    await page.getByRole('dialog').getByLabel(IT.password).fill(PASSWORD);
    await page.getByRole('dialog').getByRole('button', { name: IT['login.submit'] }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await stream;
    await page.locator('[data-live=live]').waitFor();
    assert.equal(await field.inputValue(), 'Anna di prima');
  }),
);

check('who logs in over the page of another begins with their own', {}, async () => {
  const { api } = shared;
  const other = { email: 'zoe@example.org', password: 'a quiet morning' };
  const { id } = await api.post('/api/v1/users', other);
  await withPage({ anonymous: true }, async (page, context) => {
    await logInAt(page, `${shared.product.url}/numbers/anna`);
    await page.getByLabel(IT['connect.name'], { exact: true }).fill('Anna di prima');
    await page.evaluate(() => sessionStorage.setItem('staffetta.typed.mine', '{}'));
    await context.clearCookies();
    await page.getByRole('button', { name: IT.save, exact: true }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(IT.email).fill(other.email);
    await dialog.getByLabel(IT.password).fill(other.password);
    const reloaded = page.waitForEvent('load');
    await dialog.getByRole('button', { name: IT['login.submit'] }).click();
    await reloaded;
    await page.getByText(IT['number.gone.title']).waitFor();
    assert.equal(await page.getByText('Anna', { exact: true }).count(), 0);
    assert.equal(await page.evaluate(() => sessionStorage.getItem('staffetta.typed.mine')), null);
  });
  await api.call('DELETE', `/api/v1/users/${id}`);
});

check(
  'a number is changed once however fast the button is pressed, and nothing is foreseen afterwards',
  {},
  async () => {
    const { api } = shared;
    await api.number('berta', 'Berta');
    const id = await api.campaign('Doppio', 'anna', ['Ada']);
    await withPage({}, async (page) => {
      await open(page, `/campaigns/${id}?change=1`);
      const moves = heard(page, (request) => request.method() === 'PUT' && request.url().endsWith('/session'));
      const foreseen = heard(page, (request) => request.url().includes('dryRun'));
      await page.getByLabel(IT['change.new']).selectOption('berta');
      await page.locator('[data-would-move]').waitFor();
      await clickTwice(page.getByRole('button', { name: IT['change.submit'] }));
      await page.getByRole('button', { name: IT['change.back'] }).waitFor();
      assert.equal(moves.length, 1);
      const before = foreseen.length;
      const anew = page.waitForResponse((response) => response.url().endsWith(`/campaigns/${id}`));
      await api.call('PATCH', `/api/v1/campaigns/${id}`, { name: 'Doppio davvero' });
      await anew;
      assert.equal(foreseen.length, before);
    });
  },
);

check('what is done while the product is away is refused in words', {}, async () => {
  const { api } = shared;
  const id = await api.campaign('Senza rete', 'anna', ['Ada', 'Ugo', 'Eva']);
  await api.post(`/api/v1/campaigns/${id}/schedule`, { at: new Date(Date.now() + 86_400_000).toISOString() });
  await withPage({}, async (page) => {
    await open(page, `/campaigns/${id}`);
    const start = page.getByRole('button', { name: IT['campaign.do.start'], exact: true });
    await start.waitFor();
    await page.route('**/api/**', (route) => route.abort());
    await start.click();
    await page.getByRole('alert').getByText(IT['error.network']).waitFor();
    await eventually(() => start.isEnabled(), 'it can be tried again');
  });
});

/** A draft to one person, at the step where its text is written. */
async function draft(page, name) {
  const id = await shared.api.campaign(name, 'anna', ['Ada']);
  await open(page, `/campaigns/new/what?c=${id}`);
  return { id, text: page.getByLabel(IT['new.text'], { exact: true }), name: page.getByLabel(IT['new.name']) };
}

function saved(page) {
  return page.waitForResponse((response) => response.request().method() === 'PATCH' && response.ok());
}

check('what cannot be saved is not lost, and is not said to be saved', {}, () =>
  withPage({}, async (page) => {
    const { id, text, name } = await draft(page, 'Appunti');
    await text.fill('Ciao {{');
    await page.getByRole('status').getByText(IT['wizard.notSaved'].split('{')[0]).waitFor();
    // Whoever leaves is asked first; this one goes.
    page.removeAllListeners('dialog');
    const asked = new Promise((resolve) => page.once('dialog', (dialog) => void dialog.accept().then(resolve)));
    await open(page, `/campaigns/new/what?c=${id}`);
    await asked;
    await page.waitForFunction((field) => field.value === 'Ciao {{', await text.elementHandle());
    const kept = saved(page);
    await text.fill('Ciao {{nome}}, a presto');
    await kept;
    await page.getByRole('status').getByText(IT['wizard.saved'], { exact: true }).waitFor();
    await name.fill('');
    await page.getByText(IT['wizard.name.missing']).waitFor();
    await page.getByRole('status').getByText(IT['unsaved.mark']).waitFor();
    await picture(page, 'wizard-unsaved-light');
    const named = saved(page);
    await name.fill('Appunti nuovi');
    await named;
    assert.equal((await shared.api.get(`/api/v1/campaigns/${id}`)).template, 'Ciao {{nome}}, a presto');
  }),
);

check('two who write one draft do not write over each other unasked', {}, () =>
  withPage({}, async (page) => {
    const { id, text } = await draft(page, 'A quattro mani');
    await text.waitFor();
    const theirs = async (template) => {
      await shared.api.call('PATCH', `/api/v1/campaigns/${id}`, { template });
    };
    const stored = async () => (await shared.api.get(`/api/v1/campaigns/${id}`)).template;
    await theirs('Testo di un altro');
    await text.fill('Testo mio');
    await page.getByRole('alert').getByText(IT['wizard.theirs']).waitFor();
    assert.equal(await stored(), 'Testo di un altro');
    await picture(page, 'wizard-theirs-light');
    const kept = saved(page);
    await page.getByRole('button', { name: IT['wizard.theirs.mine'] }).click();
    await kept;
    assert.equal(await stored(), 'Testo mio');
    await theirs('Testo di un altro ancora');
    await text.fill('Testo mio di nuovo');
    await page.getByRole('button', { name: IT['wizard.theirs.take'] }).click();
    await page.waitForFunction(
      (field) => document.querySelector('textarea')?.value === field,
      'Testo di un altro ancora',
    );
    assert.equal(await stored(), 'Testo di un altro ancora');
  }),
);

check('a draft that is not there leads back', {}, () =>
  withPage({}, async (page) => {
    await open(page, '/campaigns/new/what?c=00000000-0000-4000-8000-000000000000');
    await page.getByText(IT['campaign.gone.title']).waitFor();
    await page.getByRole('link', { name: IT['campaign.gone.back'] }).click();
    await page.waitForURL('**/campaigns');
  }),
);
