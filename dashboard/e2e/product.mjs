// The packaged product, started by ./run on a free port with data of its own, and its API for what a check prepares.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const LOG = new URL('out/product.log', import.meta.url);
const READY = /Staffetta is ready: (http:\/\/localhost:\d+)(?:\/#setup=([\w-]+))?/;

/** Where a program that is told of events may listen; everything else on this machine stays closed. */
export const HOOK_PORT = await new Promise((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

/** Starts the product, by ./run or by what STAFFETTA_RUN names; ready as soon as it prints its link. */
export async function startProduct() {
  const data = mkdtempSync(join(tmpdir(), 'staffetta-e2e-'));
  const said = [];
  let run = await begin(data, '0', said);
  const { url, token } = run;
  return {
    url,
    token,
    said,
    /** Ends it and starts it anew over the same data, at the same address. */
    restart: async () => {
      await run.end();
      run = await begin(data, new URL(url).port, said);
    },
    stop: async () => {
      await run.end();
      // Looked through for secrets when all is done.
      writeFileSync(LOG, `${said.filter((line) => !READY.test(line)).join('\n')}\n`);
      rmSync(data, { recursive: true, force: true });
    },
  };
}

async function begin(data, port, said) {
  const run = spawn(process.env.STAFFETTA_RUN ?? join(ROOT, 'run'), ['--data', data, '--port', port], {
    cwd: ROOT,
    env: { ...process.env, START_DEFAULT_SESSION: 'false', STAFFETTA_OUTBOUND_ALLOW: `127.0.0.1:${HOOK_PORT}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise((resolve) => run.once('exit', resolve));
  const found = await new Promise((resolve, reject) => {
    const hear = (line) => {
      said.push(line);
      const link = READY.exec(line);
      if (link) {
        resolve(link);
      }
    };
    createInterface(run.stdout).on('line', hear);
    createInterface(run.stderr).on('line', hear);
    void ended.then((code) => reject(new Error(`./run ended with ${code}:\n${said.join('\n')}`)));
  });
  return {
    url: found[1],
    token: found[2],
    end: async () => {
      run.kill('SIGTERM');
      await ended;
    },
  };
}

/** The API as a program uses it, with a key. */
export class Api {
  constructor(url, key) {
    this.url = url;
    this.key = key;
  }

  async call(method, path, body, type = 'application/json') {
    const response = await fetch(this.url + path, {
      method,
      headers: { 'X-Api-Key': this.key, ...(body === undefined ? {} : { 'Content-Type': type }) },
      body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${method} ${path}: ${response.status} ${text}`);
    }
    return text === '' ? undefined : JSON.parse(text);
  }

  get(path) {
    return this.call('GET', path);
  }

  /** A file as it is. */
  async fetchText(path) {
    const response = await fetch(this.url + path, { headers: { 'X-Api-Key': this.key } });
    return response.text();
  }

  post(path, body = {}) {
    return this.call('POST', path, body);
  }

  /** Everything that arrived from these numbers, in the simulated network's own book, the oldest first. */
  async arrivals(...sessions) {
    const all = [];
    for (let after = '0'; after !== null;) {
      const { items, next } = await this.get(`/api/v1/simulator/ledger?limit=1000&after=${after}`);
      all.push(...items);
      after = next;
    }
    return all.filter(({ sessionId }) => sessions.includes(sessionId));
  }

  /** How many times faster the simulated people live. */
  speed(factor) {
    return this.call('PUT', '/api/v1/simulator/clock', { factor });
  }

  /** A simulated number that is linked and may send as much as it likes. */
  async number(id, name = id) {
    await this.post('/api/v1/sessions', { id, name, engine: 'simulator' });
    await eventually(
      async () => (await this.get(`/api/v1/sessions/${id}`)).state === 'qr_generated',
      `${id} shows a code`,
    );
    await this.post(`/api/v1/simulator/sessions/${id}/scan`);
    await eventually(async () => (await this.get(`/api/v1/sessions/${id}`)).state === 'ready', `${id} is ready`);
    await this.call('PATCH', `/api/v1/sessions/${id}`, { hourlyLimit: 1000, dailyLimit: 1000 });
  }

  /** A campaign that is not started, to people with these names. */
  async campaign(name, sessionId, people) {
    const campaign = await this.post('/api/v1/campaigns', {
      name,
      sessionId,
      template: 'Ciao {{nome|amico}}!',
      messageDelay: { min: 0, max: 0 },
      businessHours: { enabled: false },
    });
    const rows = people.map((person, n) => `+39333${String(2000000 + n)};"${person.replaceAll('"', '""')}"`);
    await this.call(
      'POST',
      `/api/v1/campaigns/${campaign.publicId}/recipients`,
      `telefono;nome\n${rows.join('\n')}\n`,
      'text/csv',
    );
    return campaign.publicId;
  }
}

/** Waits until this holds, long enough for a busy machine. */
export async function eventually(holds, what, patienceMs = 40_000) {
  const end = Date.now() + patienceMs;
  while (!(await holds())) {
    if (Date.now() > end) {
      throw new Error(`waited in vain: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
