/** Close codes, as Baileys' DisconnectReason numbers them. */
export const RESTART = 515;
const REPLACED = 440;
const LOGGED_OUT = 401;
const BANNED = 403;
const TIMED_OUT = 408;
const OUTDATED = 405;
const NOT_MULTI_DEVICE = 411;

/**
 * What a closed connection means.
 *
 * @param code the close code; undefined where there was none
 * @param linked whether the session was linked to an account
 */
export function meaningOf(code, linked) {
  if (code === RESTART) return { e: 'restart' };
  if (code === BANNED) return { e: 'banned', reason: 'closed_403' };
  if (code === REPLACED) return { e: 'replaced' };
  if (code === OUTDATED) return { e: 'failed', reason: 'client_outdated' };
  if (code === NOT_MULTI_DEVICE) return { e: 'failed', reason: 'multi_device_off' };
  if (code === LOGGED_OUT && linked) return { e: 'loggedOut', reason: 'closed_401' };
  if (code === TIMED_OUT && !linked) return { e: 'disconnected', reason: 'qr_expired' };
  return { e: 'disconnected', reason: code ? `closed_${code}` : 'closed' };
}

/** The close code inside Baileys' `lastDisconnect`. */
export function codeOf(lastDisconnect) {
  const code = lastDisconnect?.error?.output?.statusCode;
  return Number.isInteger(code) ? code : undefined;
}
