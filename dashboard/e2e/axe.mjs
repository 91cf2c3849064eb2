// Looks for what keeps people out, by the rules of WCAG 2.2 AA.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];

/** What axe finds on a page: each rule with where it is broken, and whether that is within what a library draws. */
export async function axeFinds(page) {
  await page.evaluate(axe);
  return page.evaluate(async (runOnly) => {
    const { violations } = await globalThis.axe.run(document, { runOnly });
    return violations.map(({ id, nodes }) => ({
      id,
      targets: nodes.map(({ target }) => {
        const place = target.join(' ');
        return { place, within: document.querySelector(place)?.closest('#reference') != null };
      }),
    }));
  }, RULES);
}
