import type { Hours } from '../../../api/types/campaigns';
import { localTime, meaningOf } from '../../../i18n/localTime';
import type { Draft } from './draft';

/** When a draft is to start, as it was chosen last; null for at once. */
export function plannedStart({ campaign, typed }: Pick<Draft, 'campaign' | 'typed'>): string | null {
  return (typed.plannedStart ?? campaign.plannedStart).at;
}

/** An instant as the server writes it, so that what it answers is known again. */
export function written(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
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
