import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const QUIET = fileURLToPath(new URL('../src/quiet.mjs', import.meta.url));

function run(code) {
  const script = `import { say, hush } from ${JSON.stringify(QUIET)};\n${code}`;
  return spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
}

test('only the protocol reaches stdout, whatever others print', () => {
  const { stdout, stderr } = run(`
    hush();
    for (const name of Object.keys(console)) {
      if (name !== 'Console' && typeof console[name] === 'function') console[name]('secret');
    }
    process.stdout.write('secret');
    process.stderr.write('secret');
    say('{"e":"hello"}\\n');
  `);
  assert.equal(stdout, '{"e":"hello"}\n');
  assert.equal(stderr, '');
});

test('who waits for a swallowed write is not kept waiting', () => {
  const { stdout } = run(`process.stdout.write('x', 'utf8', () => say('written\\n'));`);
  assert.equal(stdout, 'written\n');
});
