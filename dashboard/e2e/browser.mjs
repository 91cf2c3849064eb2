// Chromium as these checks use it: a fresh profile, nothing in the background, and no word to other hosts.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

function executable() {
  const path = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(path)) {
    throw new Error('needs Chromium: install it (apt install chromium), or say where it is with CHROMIUM');
  }
  return path;
}

export function launch() {
  return chromium.launch({
    executablePath: executable(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      // A name that is not localhost, for what browsers do not let such pages do.
      '--host-resolver-rules=MAP staffetta.test 127.0.0.1',
    ],
  });
}
