import { decodeMessageNode, jidNormalizedUser, proto, unpadRandomMax16 } from 'baileys';
import { readReceiptNode } from './statuses.mjs';

/** How many messages are remembered that were kept and that Baileys is yet to report. */
const REMEMBERED = 1000;

/**
 * What comes in is on the parent's disk before WhatsApp is told that it came; what is not confirmed, WhatsApp sends again
 * with the next connection. Baileys confirms a receipt before it reports it, and a message right after it was decrypted, so
 * both are read here before Baileys goes on with them.
 */
export class Arrivals {
  #keep;
  #acks;
  #listening;
  #sealed = new WeakMap();
  #kept = new Set();

  /**
   * @param keep has the parent keep an event that this socket brought; fails if it cannot, and the socket is closed then
   * @param listening makes the event of what a person wrote
   */
  constructor({ keep, acks, listening }) {
    this.#keep = keep;
    this.#acks = acks;
    this.#listening = listening;
  }

  /** Steps between this socket and Baileys, which has just made it. `me` answers who the account is. */
  guard(socket, me) {
    const { ws } = socket;
    const theirs = ws.listeners('CB:receipt');
    ws.removeAllListeners('CB:receipt');
    ws.on('CB:receipt', async (node) => {
      const kept = await this.#receipt(readReceiptNode(node, me()), socket);
      // Not passed on, it is not confirmed.
      if (kept) for (const listener of theirs) listener(node);
    });
    ws.prependListener('CB:message', (node) => {
      for (const part of Array.isArray(node.content) ? node.content : []) {
        if (part.content instanceof Uint8Array) this.#sealed.set(part.content, node);
      }
    });
  }

  /**
   * A message was opened; what a person wrote in it is kept before this ends, so that neither the step of the ratchet nor
   * the confirmation can come first.
   */
  async opened(ciphertext, padded, socket, me) {
    const message = readMessage(this.#sealed.get(ciphertext), padded, me);
    const event = message && (await this.#listening.inboundOf(message, socket));
    if (!event) return;
    await this.#keep(event, socket);
    this.#kept.add(nameOf(message.key));
    if (this.#kept.size > REMEMBERED) this.#kept.delete(this.#kept.values().next().value);
  }

  /** Whether this message was kept already when it was opened. */
  has(key) {
    return this.#kept.has(nameOf(key));
  }

  /** Whether it may be confirmed. */
  async #receipt({ ids, level, at }, socket) {
    try {
      // Whoever waits for a word about the message need not wait for the disk.
      for (const id of ids) this.#acks.reached(id, level);
      // One that is no news too: the one before it may not be on the disk yet.
      await Promise.all(ids.map((id) => this.#keep({ e: 'receipt', id, level, at }, socket)));
      return true;
    } catch {
      return false;
    }
  }
}

/** The message of a stanza; undefined if it is our own or makes no sense, which is Baileys' to say. */
function readMessage(node, padded, me) {
  if (!node || !me) return undefined;
  try {
    const { key, messageTimestamp } = decodeMessageNode(node, me.id, me.lid ?? '').fullMessage;
    return key.fromMe ? undefined : { key, messageTimestamp, message: proto.Message.decode(unpadRandomMax16(padded)) };
  } catch {
    return undefined;
  }
}

const nameOf = ({ remoteJid, id }) => `${jidNormalizedUser(remoteJid)}/${id}`;
