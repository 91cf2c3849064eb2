import { Lines } from './lines.mjs';

/** The longest line either side takes, in bytes. */
export const LONGEST_LINE = 16 * 1024 * 1024;

/** Speaks the protocol: events and answers out, requests of ours that wait for their answers. */
export class Wire {
  #say;
  #lastNumber = 0;
  #waiting = new Map();

  constructor(say) {
    this.#say = say;
  }

  /** Tells the parent something. */
  tell(message) {
    this.#say(`${JSON.stringify(message)}\n`);
  }

  /** Asks the parent something about a session and waits for the answer, at most so long if that is said. */
  ask(session, message, ms) {
    const n = ++this.#lastNumber;
    return new Promise((resolve, reject) => {
      const timer = ms && setTimeout(() => this.#refuse(n, 'the parent takes too long'), ms);
      this.#waiting.set(n, { session, timer, resolve, reject });
      this.tell({ ...message, s: session, n });
    });
  }

  /** The parent answers a request of ours; an answer without values means that it could not be done. */
  answered({ n, values }) {
    if (values) this.#take(n)?.resolve(values);
    else this.#refuse(n, 'the parent cannot keep it');
  }

  /** A session ends: nothing of it is waited for any more. */
  forget(session) {
    for (const [n, asked] of this.#waiting) {
      if (asked.session === session) this.#refuse(n, 'the session is closed');
    }
  }

  #refuse(n, why) {
    this.#take(n)?.reject(new Error(why));
  }

  #take(n) {
    const asked = this.#waiting.get(n);
    this.#waiting.delete(n);
    clearTimeout(asked?.timer);
    return asked;
  }
}

/** Hands over each line of a stream as an object; ends with a reason when there is nothing more or no sense in it. */
export function readLines(stream, take, end) {
  const lines = new Lines(LONGEST_LINE);
  stream.on('data', (chunk) => {
    try {
      for (const line of lines.push(chunk)) take(JSON.parse(line));
    } catch (error) {
      end(error.name);
    }
  });
  stream.on('end', () => end('parent_gone'));
  stream.on('error', () => end('parent_gone'));
}
