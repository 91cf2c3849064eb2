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

  constructor({ tell, acks, chats, restriction }) {
    this.#tell = tell;
    this.#acks = acks;
    this.#chats = chats;
    this.#restriction = restriction;
  }

  /** Listens until the socket ends. */
  to(socket) {
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
      for (const message of messages) this.#message(message, socket);
    });
    ev.on('lid-mapping.update', ({ lid, pn }) => this.#known(lid, pn));
    ev.on('message-capping.update', (cap) => this.#restriction.cap(cap));
  }

  #message(message, socket) {
    if (message.key?.fromMe) {
      // Baileys merges: a status, a refusal too, may come inside the message itself.
      this.#status(message.key, message, socket);
    } else {
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

  async #inbound({ key, message, messageTimestamp }, socket) {
    const content = contentOf(message);
    const person = personOf(key);
    if (!content || !person || !isId(key.id)) return;
    const phone = person.phone ?? (await phoneOf(person.lid, socket));
    if (phone) this.#chats.wrote(phone, key);
    const who = { phone, lid: person.lid };
    this.#tell({ e: 'inbound', id: key.id, ...who, ...content, at: millisOf(messageTimestamp) });
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
