// The texts of all languages: the same keys, the same placeholders, well-formed, and none that nobody shows.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse, TYPE } from '@formatjs/icu-messageformat-parser';

const sources = new URL('../src/', import.meta.url);
const texts = Object.fromEntries(
  ['it', 'pt-BR', 'en', 'id', 'es'].map((language) => [
    language,
    JSON.parse(readFileSync(new URL(`i18n/${language}.json`, sources), 'utf8')),
  ]),
);

function placeholders(message) {
  const names = new Set();
  const visit = (elements) =>
    elements.forEach((element) => {
      if (element.type !== TYPE.literal && element.type !== TYPE.pound) {
        names.add(element.value);
      }
      Object.values(element.options ?? {}).forEach((option) => visit(option.value));
    });
  visit(parse(message));
  return [...names].sort();
}

test('every language has every text, with the same placeholders', () => {
  for (const [language, own] of Object.entries(texts)) {
    assert.deepEqual(Object.keys(own), Object.keys(texts.it), language);
    for (const [key, message] of Object.entries(own)) {
      assert.notEqual(message.trim(), '', `${language} ${key}`);
      assert.deepEqual(placeholders(message), placeholders(texts.it[key]), `${language} ${key}`);
    }
  }
});

test('every text is shown somewhere', () => {
  const code = readdirSync(sources, { recursive: true })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => readFileSync(new URL(name, sources), 'utf8'))
    .join('\n');
  const prefixes = [...code.matchAll(/`([a-z][\w.]*\.)\$\{/gi)].map((found) => found[1]);
  const unused = Object.keys(texts.it).filter(
    (key) => !code.includes(`'${key}'`) && !prefixes.some((prefix) => key.startsWith(prefix)),
  );
  assert.deepEqual(unused, []);
});
