/** The number may not open new chats now. */
export const RESTRICTED_CODE = '463';

export const accepted = () => ({ outcome: 'accepted' });
export const refused = (code) => ({ outcome: 'refused', code });
export const notSent = (code) => ({ outcome: 'notSent', code });
export const unknown = (code) => ({ outcome: 'unknown', code });

/** What the first word about a message makes of it. */
export function outcomeOf({ level, code, lost }) {
  if (lost) return unknown('connection_lost');
  return level === undefined ? outcomeOfRefusal(code) : accepted();
}

/** Codes of refusals are those of HTTP in kind: from 500 on the server failed, and may have done anything before. */
function outcomeOfRefusal(code) {
  if (code === RESTRICTED_CODE) return notSent('restricted');
  if (code === '429') return notSent('throttled');
  const number = Number(code);
  return number >= 400 && number < 500 ? refused(`error_${code}`) : unknown(`error_${code}`);
}
