import type { MessageCounts, MessageStatus } from '../../api/types/messages';

/** What the queue is looked at by: the states that belong together, and which end of the list comes first. */
export const TABS = {
  live: { states: ['claimed', 'sending'], order: 'oldest' },
  waiting: { states: ['queued'], order: 'oldest' },
  failed: { states: ['failed'], order: 'newest' },
  verify: { states: ['unconfirmed', 'in_doubt'], order: 'newest' },
  done: { states: ['sent', 'delivered', 'read', 'skipped'], order: 'newest' },
} as const satisfies Record<string, { states: readonly MessageStatus[]; order: 'oldest' | 'newest' }>;

export type Tab = keyof typeof TABS;

export const TAB_NAMES = Object.keys(TABS) as Tab[];

/** What is asked for: a tab, and of its states perhaps one alone. */
export interface Choice {
  tab: Tab;
  state: MessageStatus | undefined;
}

function statesOf(tab: Tab): readonly MessageStatus[] {
  return TABS[tab].states;
}

/** Reads the name of a tab, or of a state in one. */
export function choiceOf(wanted: string | null): Choice {
  const tab = TAB_NAMES.find((name) => name === wanted);
  if (tab) {
    return { tab, state: undefined };
  }
  const holder = TAB_NAMES.find((name) => statesOf(name).some((state) => state === wanted));
  return holder
    ? { tab: holder, state: statesOf(holder).length > 1 ? (wanted as MessageStatus) : undefined }
    : { tab: 'waiting', state: undefined };
}

/** How many messages stand in a tab, and whether there may be more. */
export function countOf(tab: Tab, { most, byStatus }: MessageCounts): { count: number; more: boolean } {
  const counts = statesOf(tab).map((state) => byStatus[state] ?? 0);
  const count = counts.reduce((sum, each) => sum + each, 0);
  return counts.some((each) => each >= most) ? { count: most, more: true } : { count, more: false };
}
