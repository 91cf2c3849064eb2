/** WhatsApp's own limit of a text. */
const LONGEST_TEXT = 65_536;
const LONGEST_ID = 128;
/** Messages that only wrap another. */
const WRAPPERS = [
  'ephemeralMessage',
  'viewOnceMessage',
  'viewOnceMessageV2',
  'viewOnceMessageV2Extension',
  'documentWithCaptionMessage',
  'deviceSentMessage',
];
const DEEPEST = 5;
const MEDIA = ['imageMessage', 'videoMessage', 'documentMessage', 'audioMessage', 'stickerMessage', 'ptvMessage'];
/** Neither words nor anything shown: keys, edits, votes, pins. */
const NOT_SHOWN = ['protocolMessage', 'senderKeyDistributionMessage', 'pollUpdateMessage', 'pinInChatMessage'];

/** What is said in a message of any usual kind: `{kind, text}`, or undefined if it says nothing. */
export function contentOf(message) {
  const inner = unwrapped(message);
  if (!inner) return undefined;
  const words = inner.conversation || inner.extendedTextMessage?.text;
  if (words) return said('text', words);
  const pressed = pressedIn(inner);
  if (pressed !== undefined) return said('button', pressed);
  if (inner.reactionMessage) return said('reaction', inner.reactionMessage.text);
  const media = MEDIA.find((type) => inner[type]);
  if (media) return said('media', inner[media].caption);
  const shown = Object.keys(inner).some(
    (type) => type !== 'messageContextInfo' && inner[type] && !NOT_SHOWN.includes(type),
  );
  return shown ? said('other', '') : undefined;
}

/** The person behind a chat: digits of the phone and the lid, each if known; undefined if it is no person. */
export function personOf({ remoteJid, remoteJidAlt }) {
  const jids = [remoteJid, remoteJidAlt].filter((jid) => typeof jid === 'string');
  const phone = jids.map((jid) => digitsAt(jid, 's.whatsapp.net')).find(Boolean);
  const lid = jids.map((jid) => digitsAt(jid, 'lid')).find(Boolean);
  return phone || lid ? { phone, lid } : undefined;
}

/** The digits before this server, without the device; undefined if it is another server. */
export function digitsAt(jid, server) {
  const [, digits, at] = /^(\d{1,20})(?:[_.]\d+)?(?::\d+)?@([a-z.]+)$/.exec(jid ?? '') ?? [];
  return at === server ? digits : undefined;
}

/** Seconds since 1970, however protobuf gives them, in milliseconds. */
export function millisOf(timestamp) {
  const seconds = Number(timestamp?.low ?? timestamp);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : Date.now();
}

/** Whether the other side's id of a message can be one. */
export const isId = (id) => typeof id === 'string' && id.length > 0 && id.length <= LONGEST_ID;

function pressedIn(inner) {
  const { buttonsResponseMessage, templateButtonReplyMessage, listResponseMessage } = inner;
  if (buttonsResponseMessage) return buttonsResponseMessage.selectedDisplayText;
  if (templateButtonReplyMessage) return templateButtonReplyMessage.selectedDisplayText;
  if (listResponseMessage) return listResponseMessage.title;
  return inner.interactiveResponseMessage?.body?.text;
}

function unwrapped(message) {
  let inner = message;
  for (let depth = 0; depth < DEEPEST; depth++) {
    const wrapper = WRAPPERS.find((type) => inner?.[type]?.message);
    if (!wrapper) return inner;
    inner = inner[wrapper].message;
  }
  return undefined;
}

const said = (kind, text) => ({ kind, text: String(text ?? '').slice(0, LONGEST_TEXT) });
