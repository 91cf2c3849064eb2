import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { eventually, HOOK_PORT } from '../product.mjs';
import { check, open, picture, shared, texts, withPage } from '../suite.mjs';

const IT = texts('it');

/** What a new webhook is told of, but for the one event that the check makes. */
const OTHERS = ['sent', 'delivered', 'read', 'failed', 'skipped', 'unconfirmed']
  .map((phase) => `message.${phase}`)
  .concat('contact.wrote');

/** A program that listens: it fails so often, then it is well. */
async function receiver(failures) {
  const calls = [];
  const server = createServer((request, response) => {
    const body = [];
    request.on('data', (piece) => body.push(piece));
    request.on('end', () => {
      calls.push({ headers: request.headers, body: Buffer.concat(body) });
      const well = calls.length > failures;
      response.writeHead(well ? 200 : 503).end(well ? 'grazie' : 'non ora');
    });
  });
  await new Promise((resolve) => server.listen(HOOK_PORT, '127.0.0.1', resolve));
  return { calls, url: `http://127.0.0.1:${server.address().port}/hook`, stop: () => server.close() };
}

function signed(secret, { headers, body }) {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const signature = createHmac('sha256', key)
    .update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.`)
    .update(body)
    .digest('base64');
  return `v1,${signature}`;
}

check('25 a webhook that fails twice shows its attempts and the next one, and Resend delivers it', {}, async () => {
  const listener = await receiver(2);
  try {
    await withPage({}, async (page) => {
      await open(page, '/webhooks');
      await page.getByRole('region', { name: IT['hooks.verify.title'] }).first().waitFor();
      await page.getByRole('button', { name: IT['hooks.create.open'] }).first().click();
      await page.getByLabel(IT['hooks.url'], { exact: true }).fill(listener.url);
      await page.getByLabel(IT['hooks.name'], { exact: true }).fill('Negozio');
      await page.locator('summary', { hasText: IT['log.kind.contacts'] }).click();
      for (const type of OTHERS) {
        await page.getByLabel(type, { exact: true }).uncheck();
      }
      await picture(page, 'webhook-new-light');
      await page.getByRole('button', { name: IT['hooks.create.submit'] }).click();
      const secret = await page.locator('[data-made]').innerText();
      await page.getByRole('button', { name: IT['hooks.secret.done'] }).click();

      await shared.api.post('/api/v1/opt-outs', { phone: '+39 333 888 0001' });
      await eventually(() => listener.calls.length === 2, 'it was tried twice');
      await page.getByRole('tab', { name: IT['hooks.tab.pending'] }).click();
      await page.locator('[data-delivery] [data-row-open]').first().click();
      const story = page.locator('.delivery-story');
      await story.locator('[data-attempt]').nth(1).waitFor();
      assert.equal(await story.locator('[data-attempt]', { hasText: '503' }).count(), 2);
      const next = Date.parse(await story.locator('[data-next]').getAttribute('datetime'));
      assert.ok(next > Date.now() + 60_000, 'the third attempt is minutes away');
      await picture(page, 'webhook-failing-light');
      await story.getByRole('button', { name: /^Rispedisci/ }).click();
      await page.locator('.delivery-story[data-state=delivered]').waitFor();
      await picture(page, 'webhook-delivered-light');
      shared.delivery = new URL(page.url()).searchParams.get('d');

      assert.equal(new Set(listener.calls.map(({ headers }) => headers['webhook-id'])).size, 1);
      assert.equal(listener.calls[2].headers['webhook-signature'], signed(secret, listener.calls[2]));
      assert.ok(!(await page.content()).includes(secret), 'the secret is nowhere any more');
    });
  } finally {
    listener.stop();
  }
});

check('on a phone webhooks show their log only', {}, () =>
  withPage({ width: 390, height: 844 }, async (page) => {
    await open(page, '/webhooks');
    await page.locator('[data-delivery]').first().waitFor();
    assert.equal(await page.getByRole('button', { name: IT['hooks.create.open'] }).count(), 0);
    assert.equal(await page.getByRole('button', { name: IT['hooks.delete'] }).count(), 0);
  }),
);
