const DAY_MS = 24 * 3600 * 1000;

/** This moment in a zone, as a field for local times takes it: 2026-11-21T09:00. */
export function localTime(at: number, zone: string): string {
  return new Date(at + offsetOf(at, zone)).toISOString().slice(0, 16);
}

/** Years as people type them pass through others, such as 2 and 20: those have no clocks. */
const FIRST_YEAR = 1970;
const LAST_YEAR = 9998;

/** How far the clocks of a zone are ahead of UTC, in milliseconds. */
function offsetOf(at: number, zone: string): number {
  const year = new Date(at).getUTCFullYear();
  if (year < FIRST_YEAR || year > LAST_YEAR) {
    return 0;
  }
  const options = { timeZone: zone, hourCycle: 'h23', dateStyle: 'short', timeStyle: 'medium' } as const;
  const clock = new Intl.DateTimeFormat('sv', options).format(at);
  return Date.parse(`${clock.replace(' ', 'T')}Z`) - Math.floor(at / 1000) * 1000;
}

/** What a local time means: no time where the clocks go forward, two where they go back. */
export interface Meaning {
  /** The first instant; null for a time that does not exist, or is none. */
  at: number | null;
  twice: boolean;
}

export function meaningOf(local: string, zone: string): Meaning {
  const clock = Date.parse(`${local}Z`);
  if (Number.isNaN(clock)) {
    return { at: null, twice: false };
  }
  const offsets = new Set([clock - DAY_MS, clock + DAY_MS].map((near) => offsetOf(near, zone)));
  const found = [...offsets].map((offset) => clock - offset).filter((at) => localTime(at, zone) === local);
  return { at: found.length === 0 ? null : Math.min(...found), twice: found.length > 1 };
}
