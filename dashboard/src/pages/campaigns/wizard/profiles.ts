import type { Campaign, DelayRange } from '../../../api/types/campaigns';

/** How fast a campaign goes, in the documented fields. Gaps are the least that is kept; the number's limits always win. */
export interface Pace {
  messageDelay: DelayRange;
  contactDelay: DelayRange;
  businessHours: { enabled: boolean; startHour: number; endHour: number };
}

const HOURS = { enabled: true, startHour: 9, endHour: 18 };

const NO_GAP = { min: 0, max: 0 };

export const PROFILES = {
  full: {
    messageDelay: NO_GAP,
    contactDelay: NO_GAP,
    businessHours: HOURS,
  },
  careful: {
    messageDelay: { min: 30_000, max: 90_000 },
    contactDelay: { min: 60_000, max: 180_000 },
    businessHours: HOURS,
  },
  normal: {
    messageDelay: { min: 5_000, max: 15_000 },
    contactDelay: { min: 10_000, max: 30_000 },
    businessHours: HOURS,
  },
} as const satisfies Record<string, Pace>;

export type ProfileName = keyof typeof PROFILES | 'own';

/** What a draft begins with: no pauses of ours where the number’s engine keeps the pace by itself. */
export function usualProfile(needsPacing: boolean): keyof typeof PROFILES {
  return needsPacing ? 'normal' : 'full';
}

function same(one: DelayRange, other: DelayRange): boolean {
  return one.min === other.min && one.max === other.max;
}

/** The profile that a campaign's pace is; its own if none. */
export function profileOf(campaign: Campaign): ProfileName {
  const { businessHours: hours } = campaign;
  const known = (Object.keys(PROFILES) as (keyof typeof PROFILES)[]).find((name) => {
    const profile = PROFILES[name];
    return (
      same(campaign.messageDelay, profile.messageDelay) &&
      same(campaign.contactDelay, profile.contactDelay) &&
      hours.enabled &&
      hours.startHour === HOURS.startHour &&
      hours.endHour === HOURS.endHour
    );
  });
  return known ?? 'own';
}
