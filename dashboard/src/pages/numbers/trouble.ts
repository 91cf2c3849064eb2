type Trouble = (typeof FORMS)[number][1];

/** What an engine said of a failure: which of our own explanations fits it, if one does. */
export function troubleOf(detail: string): Trouble | null {
  for (const [form, trouble] of FORMS) {
    if (form.test(detail)) {
      return trouble;
    }
  }
  return null;
}

// The codes of Meta are those of its error reference; the others are the engines' own.
const FORMS = [
  [/address_not_allowed|address refused/, 'address'],
  [/^(0|190)$/, 'token'],
  [/^(3|10|2\d\d)$/, 'permission'],
  [/^(100|33)$/, 'phoneNumberId'],
  [/^(131031|368|131045)$/, 'account'],
  [/refuses the API key/, 'key'],
  [/makes no session/, 'session'],
  [/^node_missing|^node_too_old/, 'node'],
  [/^npm_missing|^sidecar_not_installed/, 'install'],
  [/^sidecar_/, 'sidecar'],
  [/settings_unreadable/, 'sealed'],
  [
    /cannot be reached|no connection|no secure connection|unreachable|ENOTFOUND|ECONN|EAI_AGAIN|timed? ?out/i,
    'unreachable',
  ],
] as const;
