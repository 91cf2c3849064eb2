import { createRequire } from 'node:module';
import { notSent } from './outcome.mjs';
import { hush } from './quiet.mjs';
import { Session } from './session.mjs';
import { standIn } from './socket.mjs';
import { readLines, Wire } from './wire.mjs';

const PROTOCOL = 1;
const BEAT_MS = 5000;
/** A parent that says nothing for this long is gone, or as good as that. */
const PARENT_PATIENCE_MS = 60_000;

/** What the parent can ask of a session. */
const operations = {
  connect: (session) => session.connect(),
  refresh: (session) => session.connect(),
  code: (session, { phone }) => session.requestCode(phone),
  seen: (session, { phone }) => session.seen(phone),
  typing: (session, { phone, shown }) => session.typing(phone, shown),
  send: (session, message) => session.send(message),
  lookUp: (session, { id }) => session.lookUp(id),
  picture: (session) => session.picture(),
  logOut: (session) => session.logOut(),
};

/** What the parent hears of a session that ended while the question was on its way. */
const afterTheEnd = {
  send: () => notSent('not_ready'),
};

/** Begins to serve the parent, until it is gone. */
export function start(say) {
  const wire = new Wire(say);
  process.on('uncaughtException', (error) => {
    wire.tell({ e: 'dying', error: nameOf(error) });
    process.exit(70);
  });
  // Baileys leaves promises behind when its sockets end; none of them says that anything is wrong with the others.
  process.on('unhandledRejection', () => {});
  process.stdout.on('error', () => process.exit(0));

  const desk = new Desk(wire, standIn(process.env));
  readLines(process.stdin, (message) => desk.take(message), () => process.exit(0));
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent || desk.silence > PARENT_PATIENCE_MS) process.exit(0);
    wire.tell({ e: 'beat', ...desk.standing() });
  }, BEAT_MS);

  const { version } = createRequire(import.meta.url)('baileys/package.json');
  wire.tell({ e: 'hello', protocol: PROTOCOL, node: process.version, baileys: version });
  hush();
}

/** Does what the parent says. */
class Desk {
  #wire;
  #where;
  #sessions = new Map();
  #heard = Date.now();

  constructor(wire, where) {
    this.#wire = wire;
    this.#where = where;
  }

  /** How long the parent has said nothing, in milliseconds. */
  get silence() {
    return Date.now() - this.#heard;
  }

  take(message) {
    this.#heard = Date.now();
    const session = this.#sessions.get(message.s);
    if (message.op === 'kept') {
      this.#wire.answered(message);
    } else if (message.op === 'open') {
      this.#sessions.set(message.s, new Session(message.s, message.creds ?? null, this.#wire, this.#where));
    } else if (message.op === 'close') {
      session?.close();
      this.#sessions.delete(message.s);
    } else if (Object.hasOwn(operations, message.op)) {
      this.#answer(session, message);
    }
  }

  async #answer(session, message) {
    const { n, op } = message;
    try {
      const value = session ? await operations[op](session, message) : afterTheEnd[op]?.();
      if (n) this.#wire.tell({ e: 'answer', n, value: value ?? {} });
    } catch (error) {
      if (n) this.#wire.tell({ e: 'answer', n, error: nameOf(error) });
    }
  }

  /** Of which sessions WhatsApp was heard, and what all this uses. */
  standing() {
    const heard = [...this.#sessions].filter(([, session]) => session.takeHeard());
    const { user, system } = process.cpuUsage();
    return {
      heard: heard.map(([number]) => number),
      rss: process.memoryUsage.rss(),
      cpu: Math.round((user + system) / 1000),
      open: this.#sessions.size,
    };
  }
}

/** Never its message, which may quote what was being read. */
const nameOf = (error) => String(error?.code ?? error?.name ?? 'error').slice(0, 64);
