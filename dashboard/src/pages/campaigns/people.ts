import type { TextKey } from '../../i18n/languages';

/** The people of a campaign by what became of their messages: each figure on the page is one of these. */
export type Group =
  'all' | 'queued' | 'active' | 'sent' | 'delivered' | 'read' | 'replied' | 'failed' | 'skipped' | 'verify';

/** The states whose messages each figure counts; who answered is asked for in another way. */
export const GROUPS: Record<Exclude<Group, 'replied'>, string> = {
  all: 'queued,claimed,sending,in_doubt,sent,delivered,read,failed,skipped,unconfirmed',
  queued: 'queued',
  active: 'claimed,sending',
  sent: 'sent,delivered,read',
  delivered: 'delivered,read',
  read: 'read',
  failed: 'failed',
  skipped: 'skipped',
  verify: 'unconfirmed,in_doubt',
};

export const GROUP_WORDS: Record<Group, TextKey> = {
  all: 'funnel.all',
  queued: 'count.queued',
  active: 'count.active',
  sent: 'count.sent',
  delivered: 'count.delivered',
  read: 'count.read',
  replied: 'count.replied',
  failed: 'count.failed',
  skipped: 'count.skipped',
  verify: 'count.verify',
};

export function isGroup(value: string | null): value is Group {
  return value !== null && Object.hasOwn(GROUP_WORDS, value);
}
