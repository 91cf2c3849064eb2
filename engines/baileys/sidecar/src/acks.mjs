/** How many messages of a session are remembered. */
const REMEMBERED = 1000;

/** What this process has heard of a session's messages, and who waits to hear of one. */
export class Acks {
  #heard = new Map();
  #waiting = new Map();

  /** Waits for the first word about a message: `{level}` or `{code}`; `{lost: true}` when nothing can come any more. */
  expect(id) {
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }

  /** Nobody waits for it any more. */
  unexpect(id) {
    this.#waiting.delete(id);
  }

  /** It came this far; true if that is news. */
  reached(id, level) {
    const before = this.#heard.get(id)?.level;
    if (before !== undefined && before >= level) return false;
    this.#remember(id, { level });
    this.#settle(id, { level });
    return true;
  }

  /** It was refused; true if that is news and nobody waited for it. */
  refused(id, code) {
    if (this.#heard.has(id)) return false;
    this.#remember(id, { code });
    return !this.#settle(id, { code });
  }

  /** What is known of it, if anything. */
  known(id) {
    return this.#heard.get(id);
  }

  /** The connection is gone: nobody needs to wait. */
  lost() {
    for (const id of [...this.#waiting.keys()]) this.#settle(id, { lost: true });
  }

  #settle(id, word) {
    const resolve = this.#waiting.get(id);
    this.#waiting.delete(id);
    resolve?.(word);
    return resolve !== undefined;
  }

  #remember(id, word) {
    this.#heard.delete(id);
    this.#heard.set(id, word);
    if (this.#heard.size > REMEMBERED) this.#heard.delete(this.#heard.keys().next().value);
  }
}
