import { AsyncLocalStorage } from 'node:async_hooks';
import { notSent, outcomeOf, refused, unknown } from './outcome.mjs';

/** The attempt that the running code belongs to. */
const attempts = new AsyncLocalStorage();

/** Hands messages of one session over, one after the other, and says of each what became of it. */
export class Sending {
  #acks;
  #chats;
  #last = Promise.resolve();
  #current;

  constructor(acks, chats) {
    this.#acks = acks;
    this.#chats = chats;
  }

  /** Something is about to be encrypted: from here on the message may leave. Stops what was given up. */
  beforeEncryption() {
    const attempt = attempts.getStore();
    if (attempt?.givenUp) throw new Error('given up');
    const begun = attempt ?? this.#current;
    if (begun) begun.mayLeave = true;
  }

  /** The socket is gone: nothing will be heard of what is on its way. */
  brokeOff() {
    this.#current?.breakOff();
  }

  /** @param socket an open one; @param message `{phone, id, text, ms}` with the time there is in all */
  send(socket, message) {
    const deadline = Date.now() + message.ms;
    const outcome = this.#last.then(() => this.#attempt(socket, message, deadline - Date.now()));
    this.#last = outcome.catch(() => {});
    return outcome;
  }

  async #attempt(socket, message, ms) {
    if (ms <= 0) return notSent('busy');
    const attempt = { mayLeave: false, givenUp: false };
    const broken = new Promise((resolve) => {
      attempt.breakOff = () => resolve(this.#broken(attempt));
    });
    this.#current = attempt;
    const word = this.#acks.expect(message.id);
    let timer;
    const late = new Promise((resolve) => {
      timer = setTimeout(() => resolve(this.#tooLate(attempt)), ms);
    });
    try {
      const handed = attempts.run(attempt, () => this.#handOver(socket, message, word));
      return await Promise.race([handed, late, broken]);
    } catch (error) {
      return this.#broken(attempt);
    } finally {
      clearTimeout(timer);
      this.#acks.unexpect(message.id);
      this.#current = undefined;
    }
  }

  async #handOver(socket, { phone, id, text }, word) {
    const chat = await this.#chats.find(phone, socket);
    if (!chat) return refused('not_on_whatsapp');
    // Without a preview: it would fetch whatever address stands in the text.
    await socket.sendMessage(chat, { text, linkPreview: null }, { messageId: id });
    return outcomeOf(await word);
  }

  #tooLate(attempt) {
    attempt.givenUp = true;
    return attempt.mayLeave ? unknown('no_ack_in_time') : notSent('too_slow');
  }

  #broken(attempt) {
    attempt.givenUp = true;
    return attempt.mayLeave ? unknown('broke_off') : notSent('not_ready');
  }
}
