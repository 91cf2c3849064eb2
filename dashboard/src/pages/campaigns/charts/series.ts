import type { Campaign, Course } from '../../../api/types/campaigns';

/** What happened in one stretch of time, by the second it began at. */
export interface Bin {
  at: number;
  sent: number;
  failed: number;
  others: number;
}

const MINUTE = 60;
/** Of a short course every point is shown; of a longer one whole minutes. */
const SHORT = 10 * MINUTE;

/** The course in stretches without gaps, and how long each is. */
export function binsOf(course: Course): { width: number; bins: Bin[] } {
  const from = Date.parse(course.from) / 1000;
  const to = Date.parse(course.to) / 1000;
  const width = to - from > SHORT ? Math.max(MINUTE, course.secondsPerPoint) : course.secondsPerPoint;
  const first = Math.floor(from / width) * width;
  const bins: Bin[] = [];
  for (let at = first; at <= to; at += width) {
    bins.push({ at, sent: 0, failed: 0, others: 0 });
  }
  for (const point of course.points) {
    const bin = bins[Math.floor((Date.parse(point.at) / 1000 - first) / width)];
    if (bin) {
      bin.sent += point.sent;
      bin.failed += point.failed;
      bin.others += point.others;
    }
  }
  return { width, bins };
}

/** How many were left at the beginning of each stretch, counted back from what is left now. */
export function remainders(bins: readonly Bin[], leftNow: number): number[] {
  const left: number[] = [];
  let after = leftNow;
  for (const { sent, failed, others } of [...bins].reverse()) {
    after += sent + failed + others;
    left.unshift(after);
  }
  return left;
}

const STEPS = 48;

/** When a line of the forecast is where; it rests while the hours are closed. */
export interface Forecast {
  at: number[];
  early: number[];
  likely: number[];
  late: number[];
}

/** What is left from now on, for the three ends of the estimate; null without one. */
export function forecastOf(campaign: Campaign, course: Course): Forecast | null {
  const { estimatedCompletion: likely, estimatedCompletionRange: range, counters } = campaign;
  if (likely === null || range === null || counters.pending === 0) {
    return null;
  }
  const now = Date.parse(course.to) / 1000;
  const shift = shiftOf(course);
  const end = (instant: string) => Math.max(now + 1, Date.parse(instant) / 1000 - shift);
  const last = end(range.latest);
  const at = Array.from({ length: STEPS + 1 }, (_, step) => now + ((last - now) * step) / STEPS);
  const isOpen = opening(campaign, shift);
  const worked = at.reduce<number[]>((sums, moment, index) => {
    const before = at[index - 1] ?? moment;
    return [...sums, (sums.at(-1) ?? 0) + (isOpen(before) ? moment - before : 0)];
  }, []);
  const line = (until: number) => {
    const whole = Math.max(1, worked[at.findIndex((moment) => moment >= until - 0.5)] ?? worked.at(-1) ?? 1);
    return at.map((moment, index) =>
      moment >= until ? 0 : Math.max(0, counters.pending * (1 - (worked[index] ?? 0) / whole)),
    );
  };
  return { at, early: line(end(range.earliest)), likely: line(end(likely)), late: line(last) };
}

/** How many seconds the time of estimates is ahead of real time. */
export function shiftOf(course: Course): number {
  return (Date.parse(course.businessNow) - Date.parse(course.to)) / 1000;
}

/** Whether the campaign's hours are open at a second of real time. */
export function opening(campaign: Campaign, shift: number): (second: number) => boolean {
  const { enabled, startHour, endHour, timeZone } = campaign.businessHours;
  if (!enabled) {
    return () => true;
  }
  const hours = new Intl.DateTimeFormat('en', { hour: 'numeric', hourCycle: 'h23', timeZone });
  return (second) => {
    const hour = Number(hours.format(new Date((second + shift) * 1000)));
    return startHour <= endHour ? hour >= startHour && hour < endHour : hour >= startHour || hour < endHour;
  };
}
