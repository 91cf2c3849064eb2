import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { Api, eventually } from '../product.mjs';
import { check, elsewhere, logInAt, open, picture, shared, texts, withPage } from '../suite.mjs';

const IT = texts('it');

check('a key is shown once, works, and is revoked by its name', {}, () =>
  withPage({}, async (page) => {
    await open(page, '/api-keys');
    await page.getByRole('button', { name: IT['apikeys.create.open'] }).click();
    await page.getByLabel(IT['apikeys.name']).fill('Negozio online');
    await page.getByLabel(IT['apikeys.expires']).selectOption('30');
    await picture(page, 'key-new-light');
    await page.getByRole('button', { name: IT['apikeys.create.submit'] }).click();
    const key = await page.locator('[data-made]').innerText();
    await picture(page, 'key-made-light');
    await page.getByRole('button', { name: IT['apikeys.made.done'] }).click();
    const api = new Api(shared.product.url, key);
    assert.ok((await api.get('/api/v1/sessions')).items.length > 0);
    await page.getByRole('button', { name: 'Revoca Negozio online' }).click();
    await page.getByLabel(IT['danger.type'].replace('{name}', 'Negozio online')).fill('Negozio online');
    await page.getByRole('button', { name: IT['apikeys.revoke'], exact: true }).click();
    await page.locator('.keys tr', { hasText: 'Negozio online' }).waitFor({ state: 'detached' });
    await assert.rejects(api.get('/api/v1/sessions'), /401/);
    assert.ok(!(await page.content()).includes(key), 'the key is nowhere any more');
  }),
);

check('keys are only looked at on a phone', {}, () =>
  withPage({ width: 390, height: 844 }, async (page) => {
    await open(page, '/api-keys');
    await page.locator('.keys tbody tr').first().waitFor();
    assert.equal(await page.getByRole('button', { name: IT['apikeys.create.open'] }).count(), 0);
    assert.equal(await page.getByRole('button', { name: /^Revoca/ }).count(), 0);
  }),
);

check('a copied command does what its button does', {}, () =>
  withPage({}, async (page, context) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await shared.api.call('PATCH', '/api/v1/contacts/+393337770005', { name: 'Prima' });
    await open(page, '/contacts?c=%2B393337770005');
    const name = `L'altra "Ada" $HOME \`id\` \\`;
    await page.getByLabel(IT['contact.name'], { exact: true }).fill(name);
    await page.getByRole('button', { name: IT['curl.copy'] }).first().click();
    await page.getByText(IT.copied).waitFor();
    const command = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(command, /\$STAFFETTA_KEY/);
    assert.ok(!command.includes(shared.api.key));
    const run = spawnSync('bash', ['-c', command.replace('curl ', 'curl --fail --silent --noproxy "*" ')], {
      env: { ...process.env, STAFFETTA_KEY: shared.api.key },
      encoding: 'utf8',
    });
    assert.equal(run.status, 0, run.stderr);
    assert.equal((await shared.api.get('/api/v1/contacts/+393337770005')).contact.name, name);
  }),
);

check('11 copying works on a plain-http name of one’s own', {}, () => {
  const origin = elsewhere();
  return withPage({ anonymous: true, origin }, async (page) => {
    await logInAt(page, `${origin}/api-keys`);
    await page.getByRole('button', { name: `${IT.copy}: ${IT['apikeys.first.read']}` }).click();
    await page.getByText(IT.copied).waitFor();
    assert.equal(await page.evaluate(() => window.isSecureContext), false);
    await page.goto(`${origin}/contacts`);
    await page.getByLabel(IT['contacts.search']).focus();
    await page.keyboard.press('Control+V');
    assert.match(await page.getByLabel(IT['contacts.search']).inputValue(), /^curl .*\/api\/v1\/sessions'$/);
  });
});

check('who did what is told in words', {}, async () => {
  const { api } = shared;
  await api.post('/api/v1/api-keys', { name: 'Cassa', scopes: ['read', 'send'] });
  await api.post('/api/v1/simulator/sessions/anna/say', { from: '+393337770021', text: 'Siete aperti domani?' });
  const path = '/api/v1/contacts?search=%2B393337770021';
  await eventually(async () => (await api.get(path)).items.length === 1, 'who wrote is known');
  await api.call('PATCH', '/api/v1/contacts/+393337770021', { name: 'Ivo Neri' });
  await withPage({}, async (page) => {
    await open(page, '/log?tab=audit');
    const made = page.locator('.audit-log tr', { hasText: IT['deed.api_key.create'] }).first();
    await made.getByText(IT['log.key'].replace('{name}', 'Cassa'), { exact: true }).waitFor();
    await made.getByText(`${IT['fact.name']}: Cassa`).waitFor();
    await made.getByText(`${IT['fact.scopes']}: read, send`).waitFor();
    const changed = page.locator('.audit-log tr', { hasText: IT['deed.contact.change'] }).first();
    await changed.getByText(`${IT['fact.name']}: ${IT['log.fact.yes']}`).waitFor();
    await changed.getByText(`${IT['fact.consent']}: ${IT['log.fact.no']}`).waitFor();
  });
});
