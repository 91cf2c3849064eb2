import { AsyncLocalStorage } from 'node:async_hooks';
import { notSent, outcomeOf, refused, unknown } from './outcome.mjs';
import { contentOf } from './outgoing.mjs';

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

  /** @param socket an open one; @param message `{phone, id, text, media, ms}` with the time there is in all */
  send(socket, message) {
    const deadline = Date.now() + message.ms;
    const outcome = this.#last.then(() => this.#attempt(socket, message, deadline - Date.now()));
    this.#last = outcome.catch(() => {});
    return outcome;
  }

  async #attempt(socket, message, ms) {
    if (ms <= 0) return notSent('busy');
    const attempt = { mayLeave: false, givenUp: false, uploading: false, ms };
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
      const handed = attempts.run(attempt, () => this.#handOver(socket, message, attempt, word));
      return await Promise.race([handed, late, broken]);
    } catch (error) {
      return attempt.uploading && !attempt.mayLeave ? this.#notUploaded(attempt) : this.#broken(attempt);
    } finally {
      clearTimeout(timer);
      this.#acks.unexpect(message.id);
      this.#current = undefined;
    }
  }

  async #handOver(socket, message, attempt, word) {
    const chat = await this.#chats.find(message.phone, socket);
    if (!chat) return refused('not_on_whatsapp');
    attempt.uploading = Boolean(message.media);
    const options = { messageId: message.id, mediaUploadTimeoutMs: attempt.ms };
    await socket.sendMessage(chat, contentOf(message), options);
    return outcomeOf(await word);
  }

  #tooLate(attempt) {
    attempt.givenUp = true;
    return attempt.mayLeave ? unknown('no_ack_in_time') : notSent('too_slow');
  }

  /** WhatsApp's servers for pictures and documents did not take it, which the session itself need not feel. */
  #notUploaded(attempt) {
    attempt.givenUp = true;
    return notSent('media_not_uploaded');
  }

  #broken(attempt) {
    attempt.givenUp = true;
    return attempt.mayLeave ? unknown('broke_off') : notSent('not_ready');
  }
}
