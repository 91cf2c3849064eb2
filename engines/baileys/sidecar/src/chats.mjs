import { nameOf } from './keys.mjs';

const REMEMBERED = 500;
const UNREAD = 20;

/** Which chat belongs to a phone number, and what in it was not seen yet. */
export class Chats {
  #ask;
  #unread = new Map();

  /** @param ask asks the parent */
  constructor(ask) {
    this.#ask = ask;
  }

  /** The chat's address as WhatsApp has it (Brazil's ninth digit); undefined if the number is not on WhatsApp. */
  async find(phone, socket) {
    const name = nameOf('chat', phone);
    const kept = await this.#ask({ e: 'load', names: [name] });
    if (kept[name]) return kept[name];
    const answer = await socket.onWhatsApp(phone);
    if (!answer) throw new Error('no answer to the look-up');
    const jid = answer.find(({ exists }) => exists)?.jid;
    if (jid) await this.#ask({ e: 'keep', values: { [name]: jid } });
    return jid;
  }

  /** A person wrote this. */
  wrote(phone, key) {
    const keys = this.#unread.get(phone) ?? [];
    this.#unread.delete(phone);
    this.#unread.set(phone, [...keys, key].slice(-UNREAD));
    if (this.#unread.size > REMEMBERED) this.#unread.delete(this.#unread.keys().next().value);
  }

  /** The messages of a chat that nobody saw yet; from now on somebody did. */
  takeUnread(phone) {
    const keys = this.#unread.get(phone) ?? [];
    this.#unread.delete(phone);
    return keys;
  }
}
