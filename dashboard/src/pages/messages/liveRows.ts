import type { Message } from '../../api/types/messages';
import { standingOf, type BadgeName, type Standing } from '../../live/badges';
import type { Phase } from '../../live/phases';

export interface LiveRow {
  message: Message;
  standing: Standing;
  /** When it got its badge, as far as was seen. */
  since: number;
  /** For how long it has had it, in milliseconds. */
  elapsed: number;
  /** When it ended; it leaves a while later. */
  endedAt: number | null;
}

export interface LiveTable {
  rows: readonly LiveRow[];
  /** How many would come if nothing were held. */
  waiting: number;
}

const STAYS_MS = 5_000;
const ENDED: ReadonlySet<BadgeName> = new Set(['sent', 'delivered', 'read', 'failed', 'skipped', 'in_doubt']);

interface Seen {
  /** What was fetched last, the most urgent first. */
  fetched: readonly Message[];
  phases: ReadonlyMap<number, Phase>;
  /** Whether the rows may not change: they are under the pointer or the focus. */
  held: boolean;
  now: number;
  /** How many rows there may be. */
  most: number;
}

/** Each message once, as it stands first: the pages of what is under way and of what waits are not of one moment. */
export function eachOnce(messages: readonly Message[]): Message[] {
  const seen = new Set<number>();
  return messages.filter(({ id }) => !seen.has(id) && seen.add(id));
}

/** The next state of the table. Rows keep their place; what has ended stays a moment, then makes room at the end. */
export function nextTable(before: LiveTable, { fetched, phases, held, now, most }: Seen): LiveTable {
  const fresh = new Map(fetched.map((message) => [message.id, message]));
  const kept = before.rows
    .map((row) => aged(row, fresh.get(row.message.id) ?? row.message, phases, now))
    .filter((row) => held || (row.endedAt === null ? fresh.has(row.message.id) : now - row.endedAt < STAYS_MS));
  const shown = new Set(kept.map(({ message }) => message.id));
  const next = fetched.filter(({ id }) => !shown.has(id));
  const room = most - kept.length;
  if (held) {
    return { rows: kept, waiting: Math.min(next.length, most) };
  }
  const added = next.slice(0, Math.max(0, room)).map((message) => row(message, phases, now));
  return { rows: [...kept, ...added], waiting: 0 };
}

function row(message: Message, phases: ReadonlyMap<number, Phase>, now: number): LiveRow {
  const standing = standingOf(message, phases.get(message.id));
  const since = standing.changedAt ?? Date.parse(message.updatedAt);
  return { message, standing, since, elapsed: now - since, endedAt: ENDED.has(standing.badge) ? now : null };
}

function aged(before: LiveRow, message: Message, phases: ReadonlyMap<number, Phase>, now: number): LiveRow {
  const standing = standingOf(message, phases.get(message.id));
  const since = standing.badge === before.standing.badge ? before.since : (standing.changedAt ?? now);
  const endedAt = ENDED.has(standing.badge) ? (before.endedAt ?? now) : null;
  return { message, standing, since, elapsed: now - since, endedAt };
}
