/** What an address is called where nobody gave it a name. */
export function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}

/** The types that most want to know of. */
export const USUAL: readonly string[] = [
  'message.sent',
  'message.delivered',
  'message.read',
  'message.failed',
  'message.skipped',
  'message.unconfirmed',
  'contact.wrote',
  'contact.opted_out',
];

/** Kinds in their order, as types begin. */
export const KINDS = ['message', 'contact', 'campaign', 'session'] as const;
export type Kind = (typeof KINDS)[number];
