import type { Message } from '../api/types/messages';
import type { Phase } from './phases';

export const BADGES = {
  queued: '•',
  rate_limit: '⏱',
  reading: '👀',
  waiting_human: '⏳',
  typing: '⌨️',
  sending: '🚀',
  sent: '✅',
  delivered: '✓✓',
  read: '👁',
  retry: '🔁',
  in_doubt: '❔',
  failed: '❌',
  skipped: '–',
} as const;

export type BadgeName = keyof typeof BADGES;

const STEPS = new Set(['reading', 'waiting_human', 'typing']);
const ORDER = ['queued', 'claimed', 'reading', 'waiting_human', 'typing', 'sending', 'sent', 'delivered', 'read'];

/** What the stream said may be ahead of what was fetched, never behind: a message that was read is not just sent. */
function ahead(message: Message, phase: Phase): boolean {
  return (
    phase.at >= Date.parse(message.updatedAt) &&
    (message.status === 'queued' || ORDER.indexOf(phase.name) > ORDER.indexOf(message.status))
  );
}

/** The badge of a message, by its state as fetched and the step the stream saw it in. */
export function badgeOf(message: Message, phase: Phase | undefined): BadgeName {
  if (phase && phase.name in BADGES && ahead(message, phase)) {
    return phase.name as BadgeName;
  }
  if (message.status === 'claimed' && phase && STEPS.has(phase.name)) {
    return phase.name as BadgeName;
  }
  return badgeOfState(message);
}

/** A message as its row shows it. */
export interface Standing {
  badge: BadgeName;
  /** Which attempt it is at; for one that waits, which comes next. */
  attempts: number;
  /** When it got there, in milliseconds, if the stream told more than what was fetched. */
  changedAt: number | undefined;
}

const WAITS: ReadonlySet<BadgeName> = new Set(['queued', 'rate_limit', 'retry']);

/** How a message stands, by what was fetched and what the stream told since. */
export function standingOf(message: Message, phase: Phase | undefined): Standing {
  const badge = badgeOf(message, phase);
  const told = phase !== undefined && phase.at >= Date.parse(message.updatedAt) ? phase : undefined;
  return { badge, attempts: attemptOf(message, badge, told), changedAt: told?.at };
}

/** The server counts an attempt when it begins to send; the steps before it know already which one it will be. */
function attemptOf(message: Message, badge: BadgeName, told: Phase | undefined): number {
  if (WAITS.has(badge)) {
    return Math.max(message.attempts, told?.name === 'queued' ? (told.attempt ?? 0) : 0) + 1;
  }
  return told?.attempt ?? message.attempts + (message.status === 'claimed' ? 1 : 0);
}

/** The badge of what is only known by its state. */
export function badgeOfState({ status, reason }: Pick<Message, 'status' | 'reason'>): BadgeName {
  switch (status) {
    case 'queued':
      return reason === 'rate_limit' || reason === 'retry' ? reason : 'queued';
    case 'claimed':
      return 'queued';
    case 'unconfirmed':
      return 'in_doubt';
    default:
      return status;
  }
}
