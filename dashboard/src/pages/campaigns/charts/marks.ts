import type uPlot from 'uplot';
import type { Tokens } from './Plot';

/** Words of marks that stand close to each other go below one another; what finds no place stands in the list alone. */
const ROWS = 2;
const ROW_PX = 14;
/** Between a line and its word. */
const AIR_PX = 4;

/** The strip above a chart that the words have for themselves, with the air above the labels of the axis. */
export const MARKS_PX = ROWS * ROW_PX + 8;

export interface Mark {
  /** In seconds. */
  at: number;
  text: string;
}

interface Span {
  from: number;
  to: number;
}

/** A word's place: a row, where in it, and where its line comes down. */
interface Place extends Span {
  row: number;
  x: number;
}

/** Whether words are beside each other, and neither is struck through by the line of the other from a row above. */
function together(one: Place, other: Place): boolean {
  const [upper, lower] = one.row < other.row ? [one, other] : [other, one];
  return one.row === other.row
    ? one.to <= other.from || other.to <= one.from
    : upper.x <= lower.from || upper.x >= lower.to;
}

/** In the first row that is free, on the side of its line that is. */
function placeOf(x: number, spans: readonly Span[], placed: readonly Place[]): Place | undefined {
  return Array.from({ length: ROWS }, (_, row) => spans.map((span) => ({ ...span, x, row })))
    .flat()
    .find((place) => placed.every((other) => together(place, other)));
}

/** Vertical lines over what was drawn, each with a word above it. */
export function marksOver(marks: () => readonly Mark[], token: Tokens): (plot: uPlot) => void {
  return (plot) => {
    const { ctx, bbox, scales } = plot;
    const px = devicePixelRatio;
    ctx.save();
    ctx.strokeStyle = token('--muted');
    ctx.fillStyle = token('--text');
    ctx.lineWidth = px;
    ctx.textAlign = 'left';
    ctx.textBaseline = 'middle';
    ctx.font = `${11 * px}px "Inter Variable", system-ui, sans-serif`;
    ctx.setLineDash([4 * px, 4 * px]);
    const placed: Place[] = [];
    for (const { at, text } of marks()) {
      const { min, max } = scales['x'] ?? {};
      if (min == null || max == null || at < min || at > max) {
        continue;
      }
      const x = Math.round(plot.valToPos(at, 'x', true));
      const length = ctx.measureText(text).width + 2 * AIR_PX * px;
      const spans = [
        { from: x, to: x + length },
        { from: x - length, to: x },
      ].filter(({ from, to }) => from >= bbox.left && to <= ctx.canvas.width);
      const place = placeOf(x, spans, placed);
      const top = bbox.top - (ROWS - (place?.row ?? ROWS)) * ROW_PX * px - (place ? AIR_PX * px : 0);
      ctx.beginPath();
      ctx.moveTo(x, top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      if (place) {
        placed.push(place);
        ctx.fillText(text, place.from + AIR_PX * px, top + (ROW_PX / 2) * px);
      }
    }
    ctx.restore();
  };
}
