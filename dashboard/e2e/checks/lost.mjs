import assert from 'node:assert/strict';
import { axeFinds } from '../axe.mjs';
import { check, open, picture, texts, withPage } from '../suite.mjs';

for (const [language, anonymous] of [
  ['it', false],
  ['id', true],
]) {
  const words = texts(language);
  check(`an address that does not exist says so in ${language} and shows the way back`, {}, () =>
    withPage({ language, anonymous, dark: anonymous }, async (page) => {
      const answer = await open(page, '/nonsense/here');
      assert.equal(answer.status(), 404);
      await page.getByRole('heading', { name: words['notfound.title'] }).waitFor();
      assert.deepEqual(await axeFinds(page), []);
      await picture(page, `lost-${language}`);
      await page.getByRole('link', { name: words['notfound.home'] }).click();
      await page.getByRole('heading', { name: words[anonymous ? 'login.title' : 'nav.overview'] }).waitFor();
    }),
  );
}

check('a campaign that cannot be asked for is not called gone', {}, () =>
  withPage({}, async (page) => {
    const words = texts('it');
    const path = '/api/v1/campaigns/000000000000000000000000';
    await page.route(`**${path}`, (route) =>
      route.fulfill({ status: 503, json: { code: 'unavailable', message: 'Più tardi.' } }),
    );
    await open(page, path.replace('/api/v1', ''));
    await page.getByRole('alert').getByText('Più tardi.').waitFor();
    assert.equal(await page.getByText(words['campaign.gone.title']).count(), 0);
    await page.unroute(`**${path}`);
    await page.getByRole('button', { name: words.retry }).click();
    await page.getByText(words['campaign.gone.title']).waitFor();
  }),
);
