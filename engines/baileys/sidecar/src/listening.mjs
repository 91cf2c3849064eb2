import { contentOf, digitsAt, isId, millisOf, personOf } from './inbound.mjs';
import { RESTRICTED_CODE } from './outcome.mjs';
import { readAck, readReceipt, readStatus } from './statuses.mjs';

/** Turns what one socket says of messages into the protocol's events. */
export class Listening {
  #tell;
  #acks;
  #chats;
  #restriction;
  #last = Promise.resolve();

  /** @param tell tells the parent what need not be kept before WhatsApp hears that it came */
  constructor({ tell, acks, chats, restriction }) {
    this.#tell = tell;
    this.#acks = acks;
    this.#chats = chats;
    this.#restriction = restriction;
  }

  /** Listens until the socket ends, to all but what `arrivals` has taken already. */
  to(socket, arrivals) {
    const { ws, ev } = socket;
    // A plain server ack is reported nowhere else.
    ws.on('CB:ack,class:message', (node) => this.#note(node.attrs.id, readAck(node), Date.now(), socket));
    ev.on('messages.update', (updates) => {
      for (const { key, update } of updates) this.#status(key, update, socket);
    });
    ev.on('message-receipt.update', (updates) => {
      for (const { key, receipt } of updates) {
        if (key.fromMe) this.#note(key.id, readReceipt(receipt), Date.now(), socket);
      }
    });
    ev.on('messages.upsert', ({ messages }) => {
      for (const message of messages) this.#message(message, socket, arrivals);
    });
    ev.on('lid-mapping.update', ({ lid, pn }) => this.#known(lid, pn));
    ev.on('message-capping.update', (cap) => this.#restriction.cap(cap));
  }

  /** What a person wrote, as the parent is told it; undefined if it says nothing. */
  async inboundOf({ key, message, messageTimestamp }, socket) {
    const content = contentOf(message);
    const person = personOf(key);
    if (!content || !person || !isId(key.id)) return undefined;
    const phone = person.phone ?? (await phoneOf(person.lid, socket));
    if (phone) this.#chats.wrote(phone, key);
    return { e: 'inbound', id: key.id, phone, lid: person.lid, ...content, at: millisOf(messageTimestamp) };
  }

  #message(message, socket, arrivals) {
    if (message.key?.fromMe) {
      // Baileys merges: a status, a refusal too, may come inside the message itself.
      this.#status(message.key, message, socket);
    } else if (message.key && !arrivals.has(message.key)) {
      // Not encrypted, or a copy that the account's phone was asked for.
      this.#last = this.#last.then(() => this.#inbound(message, socket)).catch(() => {});
    }
  }

  #status(key, { status, messageStubParameters, messageTimestamp }, socket) {
    if (!key?.fromMe) return;
    this.#note(key.id, readStatus(status, messageStubParameters), millisOf(messageTimestamp), socket);
  }

  #note(id, word, at, socket) {
    if (!word || !isId(id)) return;
    if (word.level !== undefined) {
      if (this.#acks.reached(id, word.level)) this.#tell({ e: 'receipt', id, level: word.level, at });
      return;
    }
    if (this.#acks.known(id)?.code !== undefined) return;
    // Said first, so that nobody sends the next first message meanwhile.
    if (word.code === RESTRICTED_CODE) this.#restricted(socket);
    if (this.#acks.refused(id, word.code)) this.#tell({ e: 'undeliverable', id, code: word.code, at });
  }

  #restricted(socket) {
    this.#restriction.refused();
    // Its answer comes as an update of the connection, with the date if there is one.
    socket.fetchAccountReachoutTimelock().catch(() => {});
  }

  async #inbound(message, socket) {
    const event = await this.inboundOf(message, socket);
    if (event) this.#tell(event);
  }

  #known(lid, pn) {
    const person = { lid: digitsAt(lid, 'lid'), phone: digitsAt(pn, 's.whatsapp.net') };
    if (person.lid && person.phone) this.#tell({ e: 'known', ...person });
  }
}

async function phoneOf(lid, socket) {
  const jid = await socket.signalRepository.lidMapping.getPNForLID(`${lid}@lid`).catch(() => null);
  return digitsAt(jid, 's.whatsapp.net');
}
