import type { Behaviour } from '../../api/types/simulator';

/** What may be refused, lost or answered, as a share of the messages. */
export const RATES = ['refuseRate', 'notSentRate', 'unknownRate', 'undeliverableRate', 'replyRate'] as const;
export const DELAYS = ['acceptDelay', 'deliverDelay', 'readDelay', 'replyDelay'] as const;
export const SWITCHES = ['receipts', 'duplicateReceipts', 'reorderReceipts', 'evidence', 'hanging', 'silent'] as const;

/** Everything works, and takes about as long as with people; what people reply stays as it is. */
const LIFELIKE: Omit<Behaviour, 'replyText'> = {
  acceptDelay: { min: 'PT0.15S', max: 'PT0.6S' },
  deliverDelay: { min: 'PT0.5S', max: 'PT3S' },
  readDelay: { min: 'PT2S', max: 'PT30S' },
  replyDelay: { min: 'PT5S', max: 'PT1M' },
  refuseRate: 0,
  notSentRate: 0,
  unknownRate: 0,
  undeliverableRate: 0,
  replyRate: 0,
  receipts: true,
  duplicateReceipts: false,
  reorderReceipts: false,
  evidence: true,
  hanging: false,
  silent: false,
};

export const PRESETS = {
  calm: LIFELIKE,
  failures: { ...LIFELIKE, refuseRate: 0.05 },
  flaky: { ...LIFELIKE, notSentRate: 0.2 },
  lost: { ...LIFELIKE, unknownRate: 0.05, evidence: false },
  undeliverable: { ...LIFELIKE, undeliverableRate: 0.05 },
  slow: { ...LIFELIKE, acceptDelay: { min: 'PT5S', max: 'PT15S' } },
  offline: { ...LIFELIKE, hanging: true },
  replies: { ...LIFELIKE, replyRate: 0.5 },
} as const;

export type Preset = keyof typeof PRESETS;

/** The seconds of a duration as Java writes it, such as PT1M30.5S. */
export function secondsOf(duration: string): number {
  const [, hours = '0', minutes = '0', seconds = '0'] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(duration) ?? [];
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

/** Which preset this is, if it is one. */
export function presetOf(behaviour: Behaviour): Preset | undefined {
  return (Object.keys(PRESETS) as Preset[]).find((name) => {
    const preset = PRESETS[name];
    return (
      [...RATES, ...SWITCHES].every((each) => preset[each] === behaviour[each]) &&
      DELAYS.every(
        (each) =>
          secondsOf(preset[each].min) === secondsOf(behaviour[each].min) &&
          secondsOf(preset[each].max) === secondsOf(behaviour[each].max),
      )
    );
  });
}
