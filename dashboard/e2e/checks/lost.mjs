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
