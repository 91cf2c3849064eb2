import { useState } from 'react';
import type { Message } from '../../api/types/messages';

/** The rows that are shown, and how many more there are. */
export interface Shown {
  rows: readonly Message[];
  /** How many stand before those that are shown, and wait. */
  waiting: number;
}

/**
 * The rows that are shown while they are held where they are: each as it was fetched last, those that left the list in
 * their place, and new ones only behind all of them, where they move nothing.
 */
export function hold(before: readonly Message[], fetched: readonly Message[]): Shown {
  const fresh = new Map(fetched.map((message) => [message.id, message]));
  const shown = new Set(before.map(({ id }) => id));
  const last = fetched.findLastIndex(({ id }) => shown.has(id));
  const added = last < 0 ? [] : fetched.slice(last + 1);
  return {
    rows: [...before.map((message) => fresh.get(message.id) ?? message), ...added],
    waiting:
      fetched.filter(({ id }, index) => index <= last && !shown.has(id)).length + (last < 0 ? fetched.length : 0),
  };
}

/** What of the rows fetched last is to be shown, while they are held and while they are not. */
export function useHeld(fetched: readonly Message[]) {
  const [held, setHeld] = useState<readonly Message[] | null>(null);
  const shown: Shown = held === null ? { rows: fetched, waiting: 0 } : hold(held, fetched);
  return {
    ...shown,
    hold: () => setHeld((before) => before ?? fetched),
    release: () => setHeld(null),
  };
}
