import type { Hours } from '../../../api/types';

/** When a draft is to start, as this browser remembers it; the server learns it with the last button. */
const KEY = 'staffetta.when.';

/** A local time of the user's zone such as 2026-11-21T09:00, or null for at once. */
export function rememberedStart(id: string): string | null {
  return localStorage.getItem(KEY + id);
}

/** The instant that was chosen; null for at once, and for a time that does not exist. */
export function plannedStart(id: string, zone: string): string | null {
  const local = rememberedStart(id);
  const at = local === null ? null : meaningOf(local, zone).at;
  return at === null ? null : new Date(at).toISOString();
}

export function rememberStart(id: string, at: string | null): void {
  if (at === null) {
    localStorage.removeItem(KEY + id);
  } else {
    localStorage.setItem(KEY + id, at);
  }
}

const DAY_MS = 24 * 3600 * 1000;

/** This moment in a zone, as a field for local times takes it. */
export function localTime(at: number, zone: string): string {
  return new Date(at + offsetOf(at, zone)).toISOString().slice(0, 16);
}

/** How far the clocks of a zone are ahead of UTC, in milliseconds. */
function offsetOf(at: number, zone: string): number {
  const options = { timeZone: zone, hourCycle: 'h23', dateStyle: 'short', timeStyle: 'medium' } as const;
  const clock = new Intl.DateTimeFormat('sv', options).format(at);
  return Date.parse(`${clock.replace(' ', 'T')}Z`) - Math.floor(at / 1000) * 1000;
}

/** What a local time means: no time where the clocks go forward, two where they go back. */
export interface Meaning {
  /** The first instant; null for a time that does not exist. */
  at: number | null;
  twice: boolean;
}

export function meaningOf(local: string, zone: string): Meaning {
  const clock = Date.parse(`${local}Z`);
  const offsets = new Set([clock - DAY_MS, clock + DAY_MS].map((near) => offsetOf(near, zone)));
  const found = [...offsets].map((offset) => clock - offset).filter((at) => localTime(at, zone) === local);
  return { at: found.length === 0 ? null : Math.min(...found), twice: found.length > 1 };
}

/** When the campaign's hours let the first message go that would go at this time; null if at once. */
export function opensAfter(at: number, { enabled, startHour, endHour, timeZone }: Hours): number | null {
  const local = localTime(at, timeZone);
  const hour = Number(local.slice(11, 13));
  const open = startHour <= endHour ? hour >= startHour && hour < endHour : hour >= startHour || hour < endHour;
  if (!enabled || startHour === endHour || open) {
    return null;
  }
  const day = hour < startHour ? local : localTime(at + DAY_MS, timeZone);
  return meaningOf(`${day.slice(0, 10)}T${String(startHour).padStart(2, '0')}:00`, timeZone).at;
}
