import type uPlot from 'uplot';
import type { Formats } from '../../../i18n/formats';
import type { Tokens } from './Plot';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const SHORT_STEPS = [5, 10, 15, 30];
const STEPS = [1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE);
const LONG_STEPS = [1, 2, 3, 6, 12, 24, 48, 24 * 7, 24 * 30].map((hours) => hours * HOUR);
const FONT = '12px "Inter Variable", system-ui, sans-serif';

/** Times below, whole numbers at the left, as the language writes them. */
export function axes(token: Tokens, format: Formats): uPlot.Axis[] {
  const look = {
    stroke: token('--muted'),
    font: FONT,
    grid: { stroke: token('--border'), width: 1 },
    ticks: { show: false },
  };
  return [
    {
      ...look,
      size: 28,
      space: 70,
      incrs: [...SHORT_STEPS, ...STEPS, ...LONG_STEPS],
      values: (_, splits, __, ___, step) =>
        splits.map((second) => (step < MINUTE ? format.clock(second * 1000) : format.time(second * 1000))),
    },
    {
      ...look,
      size: 48,
      incrs: [
        1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000,
      ],
      values: (_, splits) => splits.map((value) => format.number(value)),
    },
  ];
}

/** Words of marks that stand close to each other go below one another. */
const ROWS = 3;

export interface Mark {
  /** In seconds. */
  at: number;
  text: string;
}

/** Vertical lines with a word each, over what was drawn. */
export function marksOver(marks: () => readonly Mark[], token: Tokens): (plot: uPlot) => void {
  return (plot) => {
    const { ctx, bbox, scales } = plot;
    ctx.save();
    ctx.strokeStyle = token('--muted');
    ctx.fillStyle = token('--text');
    ctx.lineWidth = devicePixelRatio;
    ctx.font = `${11 * devicePixelRatio}px "Inter Variable", system-ui, sans-serif`;
    ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
    for (const [index, { at, text }] of marks().entries()) {
      const { min, max } = scales['x'] ?? {};
      if (min == null || max == null || at < min || at > max) {
        continue;
      }
      const x = Math.round(plot.valToPos(at, 'x', true));
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      const wide = ctx.measureText(text).width + 8 * devicePixelRatio;
      const left = x + wide > bbox.left + bbox.width ? x - wide : x;
      ctx.fillText(text, left + 4 * devicePixelRatio, bbox.top + (11 + (index % ROWS) * 13) * devicePixelRatio);
    }
    ctx.restore();
  };
}
