// Every reason and code that the engines give a message has words and says whether repeating helps: read from their sources.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { createServer } from 'vite';

const ROOT = new URL('../../', import.meta.url);
const read = (path) => readFileSync(new URL(path, ROOT), 'utf8');
const words = JSON.parse(read('dashboard/src/i18n/it.json'));

let vite;
let failures;

before(async () => {
  vite = await createServer({
    root: new URL('..', import.meta.url).pathname,
    server: { middlewareMode: true },
    appType: 'custom',
  });
  failures = await vite.ssrLoadModule('/src/pages/messages/failures.ts');
});

after(() => vite.close());

function hasWords(code) {
  const known = failures.codeOf(code);
  assert.ok(known, `${code} is not in failures.ts`);
  assert.ok(words[`code.${known.words}`], `code.${known.words} has no words`);
}

/** All that a pattern's first group finds in a file, or in all files of a folder. */
function found(path, pattern) {
  const files = /\.\w+$/.test(path) ? [path] : readdirSync(new URL(path, ROOT)).map((name) => path + name);
  return [...new Set(files.flatMap((file) => [...read(file).matchAll(pattern)].map((each) => each[1])))];
}

test('every reason with which a message ends has words', () => {
  const reasons = found('core/src/main/java/io/staffetta/core/message/EndReason.java', /^ {4}([A-Z_]+)[,;]/gm);
  assert.ok(reasons.length > 10);
  for (const reason of reasons) {
    assert.ok(words[`reason.${reason.toLowerCase()}`], reason);
  }
});

test('every code of Meta’s table has words', () => {
  const table = read('engines/cloud/src/main/java/io/staffetta/cloud/ErrorCode.java');
  const rows = [...table.matchAll(/\brows?\((\d+), (?:(\d+), )?Meaning/g)];
  assert.ok(rows.length > 25);
  for (const [, first, last] of rows) {
    for (let code = Number(first); code <= Number(last ?? first); code++) {
      hasWords(String(code));
    }
  }
});

test('every code of the other engines has words', () => {
  const sidecar = found('engines/baileys/sidecar/src/sending.mjs', /(?:refused|notSent|unknown)\('(\w+)'\)/g);
  const linked = 'engines/baileys/src/main/java/io/staffetta/baileys/';
  const media = found(linked, /(?:new Failed|Download\.Failed|refused|Cause\.\w+, )\(?"(\w+)"/g);
  const waha = found(
    'engines/waha/src/main/java/io/staffetta/waha/Sender.java',
    /(?:notReady\(|NotSent\(Cause\.\w+, )"([^"]+)"/g,
  );
  const simulated = found(
    'engines/simulator/src/main/java/io/staffetta/simulator/world/Traffic.java',
    /(?:EndReason\.REFUSED|Cause\.(?:THROTTLED|SESSION_NOT_READY)), "([^"]+)"/g,
  );
  for (const codes of [sidecar, media, waha, simulated]) {
    assert.ok(codes.length > 1, JSON.stringify([sidecar, media, waha, simulated]));
    codes.filter((code) => !words[`reason.${code}`]).forEach(hasWords);
  }
});

test('what cannot help is not repeated, what passes is', () => {
  const repeat = (reason, lastError = null) => failures.repeatOf({ reason, lastError });
  assert.equal(repeat('not_on_whatsapp', '131026'), 'never');
  assert.equal(repeat('refused', '130472'), 'never');
  assert.equal(repeat('refused', '132015'), 'afterwards');
  assert.equal(repeat('template_error'), 'afterwards');
  assert.equal(repeat('refused', 'refused by the simulator'), 'yes');
  assert.equal(repeat('not_delivered', '131049'), 'yes');
  assert.equal(repeat('attempts_spent', '130429'), 'yes');
  assert.equal(repeat('refused', 'something new'), 'yes');
});
