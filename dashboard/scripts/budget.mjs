// Fails the build when what a first load takes grows beyond the budget: all scripts that index.html names.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BUDGET_KB = 200;
const dist = new URL('../dist/', import.meta.url);
const page = readFileSync(new URL('index.html', dist), 'utf8');
const scripts = new Set([...page.matchAll(/"(\/assets\/[^"]+\.js)"/g)].map((found) => found[1].slice(1)));
const bytes = [...scripts].reduce((sum, path) => sum + gzipSync(readFileSync(new URL(path, dist))).length, 0);
const kilobytes = Math.ceil(bytes / 1024);
console.log(`JavaScript on first load: ${kilobytes} KB gzip of ${BUDGET_KB} KB`);
if (kilobytes > BUDGET_KB) {
  console.error('The dashboard is over its budget of JavaScript.');
  process.exit(1);
}
