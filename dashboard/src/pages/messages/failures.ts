import type { Message } from '../../api/types/messages';

/** Whether the same message may go through another time: yes, once something is put right, or never. */
export type Repeat = 'yes' | 'afterwards' | 'never';

interface Known {
  /** The words are `code.` and this. */
  words: string;
  repeat: Repeat;
}

/** The codes of the engines: Meta's numbers in ranges, as its table is read, the others by their words. */
const NUMBERS: readonly (readonly [first: number, last: number, words: string, repeat: Repeat])[] = [
  [0, 0, 'token', 'afterwards'],
  [1, 2, 'fault', 'yes'],
  [3, 3, 'permission', 'afterwards'],
  [4, 4, 'pace', 'yes'],
  [10, 10, 'permission', 'afterwards'],
  [100, 100, 'parameter', 'afterwards'],
  [190, 190, 'token', 'afterwards'],
  [200, 299, 'permission', 'afterwards'],
  [368, 368, 'blocked', 'afterwards'],
  [463, 463, 'restricted', 'yes'],
  [80007, 80007, 'pace', 'yes'],
  [130429, 130429, 'pace', 'yes'],
  [130472, 130472, 'experiment', 'never'],
  [130497, 130497, 'country', 'never'],
  [131000, 131000, 'fault', 'yes'],
  [131008, 131009, 'parameter', 'afterwards'],
  [131016, 131016, 'fault', 'yes'],
  [131021, 131021, 'self', 'never'],
  [131026, 131026, 'person', 'never'],
  [131031, 131031, 'blocked', 'afterwards'],
  [131042, 131042, 'payment', 'afterwards'],
  [131047, 131047, 'window', 'afterwards'],
  [131048, 131048, 'reported', 'afterwards'],
  [131049, 131049, 'keptBack', 'yes'],
  [131050, 131050, 'stopped', 'never'],
  [131051, 131053, 'media', 'never'],
  [131056, 131056, 'pair', 'yes'],
  [131057, 131057, 'maintenance', 'yes'],
  [132000, 132014, 'template', 'afterwards'],
  [132015, 132015, 'templatePaused', 'afterwards'],
  [132016, 132016, 'templateDisabled', 'afterwards'],
  [133000, 133999, 'registration', 'afterwards'],
];

const WORDS: readonly (readonly [code: RegExp, words: string, repeat: Repeat])[] = [
  [/^(http_429|throttled|throughput|no[ _]time[ _]left|WAHA asks for patience)$/, 'pace', 'yes'],
  [/^pair_limit$/, 'pair', 'yes'],
  [/^(restricted|(error[ _])463)$/, 'restricted', 'yes'],
  [/^(not_ready|busy|not[ _](connected|linked))$|^WAHA (does not know|says) /, 'notReady', 'yes'],
  [/^the API key is refused$/, 'token', 'afterwards'],
  [/^(too_slow|interrupted|media_(busy|not_uploaded|unreachable|unreadable|too_slow))$/, 'lost', 'yes'],
  [/^(connection_lost|broke_off|no_ack_in_time|no answer in time)$|^the chat could not be looked up/, 'lost', 'yes'],
  [/^media_status_/, 'mediaAway', 'afterwards'],
  [/^media_(size|type|address|upload_not_supported)$/, 'media', 'never'],
  [/^no_phone$/, 'person', 'never'],
  [/^error_4\d\d$/, 'refusedThere', 'yes'],
  [/^(refused by the simulator|turned away for a moment|the ledger could not be written)$/, 'simulated', 'yes'],
];

/** What an engine's code means; undefined for what no table has, such as another program's own words. */
export function codeOf(code: string): Known | undefined {
  if (/^\d+$/.test(code)) {
    const row = NUMBERS.find(([first, last]) => first <= Number(code) && Number(code) <= last);
    return row && { words: row[2], repeat: row[3] };
  }
  const row = WORDS.find(([pattern]) => pattern.test(code));
  return row && { words: row[1], repeat: row[2] };
}

const REASONS: Readonly<Record<string, Repeat>> = {
  cancelled: 'never',
  duplicate: 'never',
  erased: 'never',
  expired: 'never',
  invalid_number: 'never',
  no_consent: 'never',
  not_on_whatsapp: 'never',
  opted_out: 'never',
  replied: 'never',
  session_banned: 'afterwards',
  template_error: 'afterwards',
};

/** Whether what failed may be repeated: by its reason, and where that leaves it open by the engine's code. */
export function repeatOf({ reason, lastError }: Pick<Message, 'reason' | 'lastError'>): Repeat {
  const byReason = REASONS[reason ?? ''];
  return byReason ?? (reason === 'refused' ? codeOf(lastError ?? '')?.repeat : undefined) ?? 'yes';
}
