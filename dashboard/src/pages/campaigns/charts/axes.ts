import uPlot from 'uplot';
import type { Formats } from '../../../i18n/formats';
import type { Tokens } from './Plot';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const SHORT_STEPS = [5, 10, 15, 30];
const STEPS = [1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE);
const LONG_STEPS = [1, 2, 3, 6, 12, 24, 48, 24 * 7, 24 * 14, 24 * 30].map((hours) => hours * HOUR);
const DAY = 24 * HOUR;
const FONT = '12px "Inter Variable", system-ui, sans-serif';
/** What a sign of that font takes at most, and the air beside a label. */
const SIGN_PX = 7;
const AIR_PX = 16;

const wide = (texts: readonly string[]) => Math.max(0, ...texts.map((text) => text.length)) * SIGN_PX + AIR_PX;

/** Any moment: each language writes all of them about as long. */
const SAMPLE = Date.UTC(2026, 10, 28, 22, 58, 58);

/** What is said below a moment: the seconds, the time or the day, whichever tells it from the ones beside it. */
export function momentWords(seconds: readonly number[], step: number, format: Formats): string[] {
  return seconds.map((second, index) => {
    const at = second * 1000;
    if (step < MINUTE) {
      return format.clock(at);
    }
    const before = seconds[index - 1];
    const newDay = before !== undefined && format.date(before * 1000) !== format.date(at);
    return step >= DAY || newDay ? format.date(at) : format.hour(at);
  });
}

/**
 * What both axes need to have their labels beside each other, in the language and the time zone of who looks.
 *
 * @param top how much is kept free above what is drawn, in pixels; null for what labels need
 */
export function axes(
  token: Tokens,
  format: Formats,
  top: number | null = null,
): Pick<uPlot.Options, 'axes' | 'padding' | 'tzDate'> {
  const look = {
    stroke: token('--muted'),
    font: FONT,
    grid: { stroke: token('--border'), width: 1 },
    ticks: { show: false },
  };
  const widest = wide([format.clock(SAMPLE), format.date(SAMPLE)]);
  const { timeZone } = format;
  return {
    ...(timeZone ? { tzDate: (second: number) => uPlot.tzDate(new Date(second * 1000), timeZone) } : {}),
    // The last moment may stand at the very end.
    padding: [top, Math.ceil(widest / 2), null, null],
    axes: [
      {
        ...look,
        size: 28,
        space: widest,
        incrs: [...SHORT_STEPS, ...STEPS, ...LONG_STEPS],
        values: (_, splits, __, ___, step) => momentWords(splits, step, format),
      },
      {
        ...look,
        size: (_, values: readonly string[] | null) => Math.max(32, wide(values ?? [])),
        incrs: [
          1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000,
          1_000_000,
        ],
        values: (_, splits) => splits.map((value) => format.number(value)),
      },
    ],
  };
}
