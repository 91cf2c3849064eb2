import assert from 'node:assert/strict';
import { axeFinds } from '../axe.mjs';
import { EMPTY } from '../places.mjs';
import { check, open, picture, texts, withPage } from '../suite.mjs';

const IT = texts('it');

async function isAccessible(page, name) {
  const found = await axeFinds(page);
  assert.deepEqual(
    found.map(({ id, targets }) => `${id}: ${targets.map(({ place }) => place).join(' | ')}`),
    [],
    name,
  );
}

/** Answers as if nobody had done anything yet. */
async function nothingYet(page) {
  await page.route(/\/api\/v1\/(?!events)/, async (route) => {
    const answer = await route.fetch();
    const body = await answer.json().catch(() => null);
    if (Array.isArray(body?.items)) {
      await route.fulfill({ json: { ...body, items: [], next: null } });
    } else if (body?.byStatus) {
      await route.fulfill({ json: { ...body, byStatus: {} } });
    } else {
      await route.fulfill({ response: answer });
    }
  });
}

check('23 where there is nothing yet every page says what to do, on a desk and on a phone', {}, async () => {
  for (const [width, dark] of [
    [1280, false],
    [390, true],
  ]) {
    await withPage({ width, dark }, async (page) => {
      await nothingYet(page);
      for (const [name, path, ready] of EMPTY) {
        await open(page, path);
        await page.locator(ready).first().waitFor();
        await isAccessible(page, `${name} at ${width}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `${name} is ${wide} wide on ${width}`);
        await picture(page, `empty-${name}-${dark ? 'phone' : 'light'}`);
      }
      // Lists that are asked for now and then may be on their way.
      await page.unrouteAll({ behavior: 'ignoreErrors' });
    });
  }
});

check('23 a full disk is said on every page, until there is room again', {}, async () => {
  for (const [width, dark] of [
    [1280, false],
    [390, true],
  ]) {
    await withPage({ width, dark }, async (page) => {
      let full = true;
      await page.route('**/health', async (route) => {
        const answer = await route.fetch();
        const well = await answer.json();
        await route.fulfill({ json: full ? { ...well, status: 'degraded', reason: 'disk_full' } : well });
      });
      for (const path of ['/', '/settings']) {
        await open(page, path);
        await page.getByText(IT['health.reason.disk_full']).first().waitFor();
        await isAccessible(page, `${path} at ${width}`);
        await picture(page, `disk-full${path === '/' ? '' : '-settings'}-${dark ? 'phone' : 'light'}`);
      }
      full = false;
      await page.reload();
      await page.locator('.facts').first().waitFor();
      assert.equal(await page.getByText(IT['health.reason.disk_full']).count(), 0);
      await page.unrouteAll({ behavior: 'ignoreErrors' });
    });
  }
});
