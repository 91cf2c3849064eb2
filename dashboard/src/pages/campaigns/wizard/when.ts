import type { Hours } from '../../../api/types/campaigns';
import { localTime, meaningOf } from '../../../i18n/localTime';

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
