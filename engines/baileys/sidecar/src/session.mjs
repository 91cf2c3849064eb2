import { BufferJSON, initAuthCreds, jidNormalizedUser } from 'baileys';
import { Acks } from './acks.mjs';
import { Arrivals } from './arrivals.mjs';
import { Chats } from './chats.mjs';
import { codeOf, meaningOf } from './closing.mjs';
import { keyStore } from './keys.mjs';
import { Listening } from './listening.mjs';
import { notSent } from './outcome.mjs';
import { Pairing } from './pairing.mjs';
import { digitsAt } from './inbound.mjs';
import { Restriction } from './restriction.mjs';
import { Sending } from './sending.mjs';
import { writeThroughRepository } from './signal.mjs';
import { openSocket } from './socket.mjs';

/** How long the account's restrictions are waited for before the session counts as ready. */
const STANDING_MS = 3000;
/** How long the parent may take to keep what came. */
const KEEPING_MS = 30_000;
/** WhatsApp's words for an account that shows no picture. */
const NO_PICTURE = new Set([401, 404]);

/** One session from its opening to its closing: one socket at a time, and what is remembered between them. */
export class Session {
  #number;
  #wire;
  #where;
  #creds;
  #saved;
  #socket;
  #open = false;
  #leaving = false;
  #closed = false;
  #heard = false;
  #acks = new Acks();
  #pairing;
  #chats;
  #sending;
  #listening;
  #arrivals;
  #restriction;

  /**
   * @param number names the session on the wire
   * @param saved the credentials as they were last kept, null before the first pairing
   * @param where goes into the configuration of sockets
   */
  constructor(number, saved, wire, where) {
    this.#number = number;
    this.#wire = wire;
    this.#where = where;
    this.#saved = saved;
    this.#creds = saved ? JSON.parse(saved, BufferJSON.reviver) : initAuthCreds();
    const tell = (event) => this.#tell(event);
    this.#pairing = new Pairing(tell);
    this.#restriction = new Restriction(tell);
    this.#chats = new Chats((message) => this.#ask(message));
    this.#sending = new Sending(this.#acks, this.#chats);
    this.#listening = new Listening({
      tell,
      acks: this.#acks,
      chats: this.#chats,
      restriction: this.#restriction,
    });
    this.#arrivals = new Arrivals({
      keep: (event, socket) => this.#keep(event, socket),
      acks: this.#acks,
      listening: this.#listening,
    });
  }

  /** Whether WhatsApp was heard since this was last asked. */
  takeHeard() {
    const heard = this.#heard;
    this.#heard = false;
    return heard;
  }

  connect() {
    this.#drop();
    if (!this.#linked) this.#creds = initAuthCreds();
    const keys = keyStore((message) => this.#ask(message));
    const socket = openSocket({
      creds: this.#creds,
      keys,
      makeSignalRepository: writeThroughRepository(keys, {
        beforeEncryption: () => this.#sending.beforeEncryption(),
        afterDecryption: (from, opened) => this.#arrivals.opened(from, opened, socket, this.#creds.me),
      }),
      where: this.#where,
    });
    this.#socket = socket;
    this.#pairing.begin(socket);
    socket.ws.on('frame', () => (this.#heard = true));
    socket.ev.on('creds.update', () => this.#save(socket));
    socket.ev.on('connection.update', (update) => {
      if (socket === this.#socket) this.#updated(socket, update);
    });
    this.#arrivals.guard(socket, () => this.#creds.me);
    this.#listening.to(socket, this.#arrivals);
  }

  requestCode(phone) {
    if (!this.#linked) this.#pairing.requestCode(phone);
  }

  async send(message) {
    return this.#open ? this.#sending.send(this.#socket, message) : notSent('not_ready');
  }

  async seen(phone) {
    const keys = this.#open ? this.#chats.takeUnread(phone) : [];
    if (keys.length > 0) await this.#socket.readMessages(keys);
  }

  async typing(phone, shown) {
    if (!this.#open) return;
    await this.#socket.sendPresenceUpdate(shown ? 'composing' : 'paused', `${phone}@s.whatsapp.net`);
  }

  /** What is known of a message: `{level}`, `{code}` or nothing. */
  lookUp(id) {
    return this.#acks.known(id) ?? {};
  }

  /** Where the account's own picture lies: `{url}`; without it where there is none. */
  async picture() {
    if (!this.#open) throw new Error('not open');
    try {
      return { url: await this.#socket.profilePictureUrl(jidNormalizedUser(this.#creds.me.id)) };
    } catch (error) {
      if (NO_PICTURE.has(error?.data)) return {};
      throw error;
    }
  }

  /** Gives the link up on the other side, as soon as there is a connection to say so. */
  logOut() {
    this.#leaving = true;
    if (!this.#linked) this.#end({ e: 'loggedOut', reason: 'log_out' });
    else if (this.#open) this.#socket.logout().catch(() => {});
  }

  close() {
    this.#closed = true;
    this.#drop();
    this.#wire.forget(this.#number);
  }

  get #linked() {
    // Asking for a code already fills in who we would be; the account's signature comes with the link.
    return Boolean(this.#creds.account);
  }

  #tell(event) {
    if (!this.#closed) this.#wire.tell({ ...event, s: this.#number });
  }

  #save(socket) {
    if (socket !== this.#socket || !this.#linked) return;
    const text = JSON.stringify(this.#creds, BufferJSON.replacer);
    if (text === this.#saved) return;
    this.#saved = text;
    this.#tell({ e: 'creds', creds: text });
  }

  #updated(socket, { qr, isNewLogin, connection, lastDisconnect, reachoutTimeLock }) {
    if (qr) this.#pairing.shown(qr);
    if (reachoutTimeLock) this.#restriction.timelock(reachoutTimeLock);
    if (isNewLogin) this.#tell({ e: 'authenticated' });
    if (connection === 'open') this.#opened(socket);
    if (connection === 'close') this.#ended(meaningOf(codeOf(lastDisconnect), this.#linked));
  }

  async #opened(socket) {
    if (this.#leaving) {
      this.#open = true;
      socket.logout().catch(() => {});
      return;
    }
    // A restriction follows the word that the session is up, and nothing may be sent in between.
    const standing = await this.#standing(socket);
    if (socket !== this.#socket) return;
    this.#open = true;
    const { id, name } = this.#creds.me;
    this.#tell({ e: 'ready', phone: digitsAt(id, 's.whatsapp.net'), name: name === '~' ? undefined : name });
    if (standing.lock?.isActive) this.#restriction.timelock(standing.lock);
    this.#restriction.cap(standing.cap);
  }

  async #standing(socket) {
    const nothing = () => undefined;
    let timer;
    const late = new Promise((resolve) => (timer = setTimeout(resolve, STANDING_MS, [])));
    const asked = Promise.all([
      socket.fetchAccountReachoutTimelock().catch(nothing),
      socket.fetchNewChatMessageCap().catch(nothing),
    ]);
    const [lock, cap] = await Promise.race([asked, late]);
    clearTimeout(timer);
    return { lock, cap: cap ?? {} };
  }

  #ended(meaning) {
    if (meaning.e === 'restart') {
      this.connect();
    } else {
      this.#end(meaning);
    }
  }

  /** Asks the parent about keys; without them nothing goes on. */
  async #ask(message) {
    try {
      return await this.#wire.ask(this.#number, message);
    } catch (error) {
      if (this.#socket) this.#end({ e: 'disconnected', reason: 'keys_not_kept' });
      throw error;
    }
  }

  /** Has the parent keep what a socket brought; what it cannot keep, WhatsApp shall send again over another. */
  async #keep(event, socket) {
    try {
      await this.#wire.ask(this.#number, event, KEEPING_MS);
    } catch (error) {
      if (socket === this.#socket) this.#end({ e: 'disconnected', reason: 'word_not_kept' });
      throw error;
    }
  }

  #end(event) {
    this.#drop();
    this.#tell(event);
  }

  #drop() {
    const socket = this.#socket;
    this.#socket = undefined;
    this.#open = false;
    this.#acks.lost();
    this.#sending.brokeOff();
    socket?.end(undefined).catch(() => {});
  }
}
