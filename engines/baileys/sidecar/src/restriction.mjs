/** How long a number is spared after a refusal whose end nobody tells. */
const UNKNOWN_END_MS = 24 * 60 * 60 * 1000;

/** Whether a session's number may open new chats, as far as it was heard. Tells every change. */
export class Restriction {
  #tell;
  #timelocked = false;
  #until = 0;

  /** @param tell takes `{e: 'restricted', until, kind}` with milliseconds, and `{e: 'unrestricted'}` */
  constructor(tell) {
    this.#tell = tell;
  }

  /** WhatsApp's own word: the account's time lock, as Baileys reads it. */
  timelock({ isActive, timeEnforcementEnds, enforcementType }) {
    if (isActive) {
      this.#timelocked = true;
      const until = timeEnforcementEnds?.getTime() || Date.now() + UNKNOWN_END_MS;
      this.#restricted(until, `timelock_${String(enforcementType ?? 'default').toLowerCase()}`);
    } else if (this.#timelocked) {
      // Only what was seen to begin is seen to end: a bare 463 says nothing about the lock.
      this.#timelocked = false;
      this.#until = 0;
      this.#tell({ e: 'unrestricted' });
    }
  }

  /** WhatsApp's own word: how many new chats are left. */
  cap({ capping_status: status, cycle_end_timestamp: end } = {}) {
    if (status !== 'CAPPED') return;
    this.#restricted(millis(end) || Date.now() + UNKNOWN_END_MS, 'new_chat_cap');
  }

  /** A message was refused with 463, which tells no end. */
  refused() {
    if (Date.now() >= this.#until) this.#restricted(Date.now() + UNKNOWN_END_MS, 'error_463');
  }

  #restricted(until, kind) {
    if (until <= Date.now()) return;
    this.#until = until;
    this.#tell({ e: 'restricted', until, kind: kind.slice(0, 64) });
  }
}

/** Both units were seen in WhatsApp's answers; no date of ours is as early as that in milliseconds. */
function millis(timestamp) {
  const number = Number(timestamp) || 0;
  return number < 1e12 ? number * 1000 : number;
}
