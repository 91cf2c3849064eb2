// Whatever changes something can be copied as a command: no deed without one, and no page that performs without offering it.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const sources = new URL('../src/', import.meta.url);
const files = readdirSync(sources, { recursive: true })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => ({ name, code: readFileSync(new URL(name, sources), 'utf8') }));

/** Where no button performs: what is chosen is kept as it is chosen, and the buttons of uploads and of repeating several messages stand elsewhere. */
const NO_BUTTON = new Set([
  'app/PreferencesMenu.tsx',
  'pages/campaigns/wizard/autosave.ts',
  'pages/campaigns/wizard/FromStep.tsx',
  'pages/campaigns/wizard/upload.ts',
  'pages/messages/retryEach.ts',
]);
/** Deeds that a function of its page makes. */
const MADE_BY = { addRecipients: 'uploadDeed' };
const OFFERS = /<(?:CurlButton|CurlMenu|SaveRow|TypedConfirm)\b/;

test('every file that performs a deed offers it as a command', () => {
  const silent = files
    .filter(({ name, code }) => /\bperform\(/.test(code) && !OFFERS.test(code) && !NO_BUTTON.has(name))
    .map(({ name }) => name);
  assert.deepEqual(
    silent.filter((name) => name !== 'api/deed.ts'),
    [],
  );
});

test('every deed is offered as a command somewhere', () => {
  const { code } = files.find(({ name }) => name === 'api/deeds.ts');
  const deeds = [...code.matchAll(/export const (\w+) = \(/g)].map(([, deed]) => deed);
  const offering = files.filter(({ name, code: page }) => OFFERS.test(page) && name !== 'api/deeds.ts');
  const offered = (deed) => offering.some(({ code: page }) => page.includes(`${deed}(`));
  const missing = deeds.filter((deed) => !offered(MADE_BY[deed] ?? deed));
  assert.deepEqual(missing, []);
});
