/** The states that lists are kept of, and which end of each comes first. */
export const TABS = {
  queued: 'oldest',
  claimed: 'oldest',
  failed: 'newest',
  unconfirmed: 'newest',
  in_doubt: 'newest',
  sent: 'newest',
  delivered: 'newest',
  read: 'newest',
  skipped: 'newest',
} as const;

export type Tab = keyof typeof TABS;

export function isTab(value: string | null): value is Tab {
  return value !== null && value in TABS;
}
