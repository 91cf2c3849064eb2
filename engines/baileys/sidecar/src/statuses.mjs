import { areJidsSameUser, getBinaryNodeChildren, getStatusFromReceiptType } from 'baileys';
import { isId, millisOf } from './inbound.mjs';

// WAMessageStatus of WhatsApp: 0 error, 1 pending, 2 server, 3 delivered, 4 read, 5 played.
const ERROR = 0;
const SERVER = 2;
const PLAYED = 5;

/** A refusal without a code. */
export const NO_CODE = 'unknown';

/**
 * What a status says: `{level}` from 0 (server) to 3 (played), `{code}` of a refusal, or undefined for nothing.
 *
 * @param status as Baileys reports it, a number
 * @param parameters beside an error its code comes first
 */
export function readStatus(status, parameters) {
  if (status === ERROR) return { code: String(parameters?.[0] ?? NO_CODE).slice(0, 32) };
  if (Number.isInteger(status) && status >= SERVER && status <= PLAYED) return { level: status - SERVER };
  return undefined;
}

/** What the server's raw ack of a message says. */
export function readAck({ attrs }) {
  return attrs.error ? { code: String(attrs.error).slice(0, 32) } : { level: 0 };
}

/** What a receipt of one device says. */
export function readReceipt({ readTimestamp, playedTimestamp }) {
  if (playedTimestamp) return { level: 3 };
  return { level: readTimestamp ? 2 : 1 };
}

/**
 * What a raw receipt says of messages of this account: `{ids, level, at}`, without ids if it says nothing of any.
 *
 * @param me the account, `{id, lid}`
 */
export function readReceiptNode({ attrs, content }, me) {
  const level = readStatus(getStatusFromReceiptType(attrs.type))?.level;
  if (level === undefined || !isOfOurs(attrs, me)) return { ids: [] };
  const list = Array.isArray(content) ? getBinaryNodeChildren(content[0], 'item') : [];
  const ids = [attrs.id, ...list.map((item) => item.attrs.id)].filter(isId);
  return { ids: [...new Set(ids)], level, at: millisOf(attrs.t) };
}

/** With a recipient it comes from another device of the account, and is of ours only if that says what it has sent. */
function isOfOurs({ from = '', participant, recipient, type }, me) {
  if (!/@(s\.whatsapp\.net|c\.us|lid)$/.test(from)) return false;
  if (!recipient) return true;
  return type === 'sender' && areJidsSameUser(participant ?? from, from.endsWith('@lid') ? me?.lid : me?.id);
}
