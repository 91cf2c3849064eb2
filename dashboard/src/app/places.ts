import type { TextKey } from '../i18n/languages';

/** A page that the rail leads to. */
export interface Place {
  path: string;
  name: TextKey;
  /** What of it is counted beside its name. */
  counts?: 'numbers' | 'campaigns' | 'waiting';
}

/** In their order; on phones the first four stand in the bar, the others behind its last entry. */
export const PLACES: readonly Place[] = [
  { path: '/', name: 'nav.overview' },
  { path: '/numbers', name: 'nav.numbers', counts: 'numbers' },
  { path: '/campaigns', name: 'nav.campaigns', counts: 'campaigns' },
  { path: '/queue', name: 'nav.queue', counts: 'waiting' },
  { path: '/contacts', name: 'nav.contacts' },
  { path: '/webhooks', name: 'nav.webhooks' },
  { path: '/api-keys', name: 'nav.keys' },
  { path: '/log', name: 'nav.log' },
  { path: '/settings', name: 'nav.settings' },
];

/** As many as fit beside each other on a phone, with what opens the rest. */
export const PLACES_ON_PHONE = 4;

/** Whether an address belongs to a place. */
export function isAt(place: Place, location: string): boolean {
  return location === place.path || (place.path !== '/' && location.startsWith(`${place.path}/`));
}
