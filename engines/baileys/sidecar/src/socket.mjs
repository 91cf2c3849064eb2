import makeWASocket, { Browsers, proto, WA_CERT_DETAILS } from 'baileys';
import { TRANSACTIONS } from './signal.mjs';

/** Below the 60 s after which a silent session counts as down; Baileys gives up 5 s after a beat without an answer. */
const KEEP_ALIVE_MS = 20_000;
const CONNECT_MS = 20_000;
const QUERY_MS = 20_000;

const { INITIAL_BOOTSTRAP, PUSH_NAME, NON_BLOCKING_DATA } = proto.HistorySync.HistorySyncType;
/** What a new link needs of the phone's past: which lid is which number, and nothing that was said. */
const SYNCED = new Set([INITIAL_BOOTSTRAP, PUSH_NAME, NON_BLOCKING_DATA]);
const IGNORED = /@(g\.us|broadcast|newsletter|call)$/;

const silent = { level: 'silent', child: () => silent };
for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'fatal']) silent[level] = () => {};

/** No logger of Baileys: what it writes names people and keys. */
export const logger = silent;

/** Lets sockets go to a stand-in for WhatsApp, for tests; the operator's environment names it, nobody else can. */
export function standIn({ STAFFETTA_WA_URL: url, STAFFETTA_WA_TRUST_ROOT: root }) {
  if (root) WA_CERT_DETAILS.PUBLIC_KEY = Buffer.from(root, 'hex');
  return url ? { waWebSocketUrl: url } : {};
}

/** A new connection to WhatsApp. */
export function openSocket({ creds, keys, makeSignalRepository, where }) {
  return makeWASocket({
    ...where,
    auth: { creds, keys },
    makeSignalRepository,
    logger,
    browser: Browsers.ubuntu('Chrome'),
    connectTimeoutMs: CONNECT_MS,
    defaultQueryTimeoutMs: QUERY_MS,
    keepAliveIntervalMs: KEEP_ALIVE_MS,
    transactionOpts: TRANSACTIONS,
    // The phone goes on notifying its owner.
    markOnlineOnConnect: false,
    syncFullHistory: false,
    emitOwnEvents: false,
    shouldSyncHistoryMessage: ({ syncType }) => SYNCED.has(syncType),
    shouldIgnoreJid: (jid) => IGNORED.test(jid),
  });
}
