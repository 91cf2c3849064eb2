/** A piece of a text with WhatsApp's marks: as it is, or marked pieces. */
export type Piece = string | { mark: Mark; of: Piece[] };
export type Mark = EdgeMark | '```';
type EdgeMark = '*' | '_' | '~';

const EDGE_MARKS: readonly EdgeMark[] = ['*', '_', '~'];
const FENCE = '```';
const WORD = /[\p{L}\p{N}]/u;
const SPACE = /\s/;
const NOWHERE = -1;

/**
 * A text as WhatsApp shows it: a mark stands at the edge of a word and touches what it marks; it does not reach over
 * lines, but mono does. Strangers write these texts: each sign is looked at a fixed number of times, whatever they are.
 */
export function pieces(text: string): Piece[] {
  return read(Array.from(text), EDGE_MARKS);
}

/** @param marks those that may still be opened: none stands within its like, so that nothing is nested deeper than there are marks. */
function read(signs: readonly string[], marks: readonly EdgeMark[]): Piece[] {
  const fences = fenceEnds(signs);
  const ends = new Map(marks.map((mark) => [mark, edgeEnds(signs, mark)]));
  const found: Piece[] = [];
  let plain = '';
  let at = 0;
  /** What was marked last ends here: a mark right behind it is at an edge. */
  let begin = 0;
  while (at < signs.length) {
    const sign = signs[at] ?? '';
    const opens = at === begin || !isEdge(signs[at - 1]);
    const span = fenceAt(signs, at, fences) ?? (opens ? edgeAt(signs, at, ends, marks) : undefined);
    if (span === undefined) {
      plain += sign;
      at++;
      continue;
    }
    if (plain !== '') {
      found.push(plain);
      plain = '';
    }
    found.push(span.piece);
    at = span.next;
    begin = at;
  }
  return plain === '' ? found : [...found, plain];
}

interface Span {
  piece: Piece;
  /** Where the text goes on. */
  next: number;
}

function fenceAt(signs: readonly string[], at: number, fences: readonly number[]): Span | undefined {
  const from = at + FENCE.length;
  const end = isFence(signs, at) ? (fences[from + 1] ?? NOWHERE) : NOWHERE;
  return end === NOWHERE
    ? undefined
    : { piece: { mark: FENCE, of: [signs.slice(from, end).join('')] }, next: end + FENCE.length };
}

function edgeAt(
  signs: readonly string[],
  at: number,
  ends: ReadonlyMap<EdgeMark, readonly number[]>,
  marks: readonly EdgeMark[],
): Span | undefined {
  const mark = marks.find((each) => each === signs[at]);
  const next = signs[at + 1] ?? ' ';
  if (mark === undefined || SPACE.test(next) || next === mark) {
    return undefined;
  }
  const end = ends.get(mark)?.[at + 2] ?? NOWHERE;
  return end === NOWHERE
    ? undefined
    : {
        piece: {
          mark,
          of: read(
            signs.slice(at + 1, end),
            marks.filter((each) => each !== mark),
          ),
        },
        next: end + 1,
      };
}

/** Whether a mark beside it is within a word, or one of several marks. */
function isEdge(sign: string | undefined): boolean {
  return sign !== undefined && (WORD.test(sign) || EDGE_MARKS.some((each) => each === sign));
}

function isFence(signs: readonly string[], at: number): boolean {
  return signs[at] === '`' && signs[at + 1] === '`' && signs[at + 2] === '`';
}

/** For each place where the next fence stands, from there on. */
function fenceEnds(signs: readonly string[]): number[] {
  const ends = new Array<number>(signs.length).fill(NOWHERE);
  for (let at = signs.length - 1, next = NOWHERE; at >= 0; at--) {
    next = isFence(signs, at) ? at : next;
    ends[at] = next;
  }
  return ends;
}

/** For each place where a mark that is open may close next on its line: not before its like within the same word. */
function edgeEnds(signs: readonly string[], mark: EdgeMark): number[] {
  const ends = new Array<number>(signs.length).fill(NOWHERE);
  let next = NOWHERE;
  let followed = false;
  for (let at = signs.length - 1; at >= 0; at--) {
    const sign = signs[at] ?? '';
    const closes = sign === mark && !followed && !WORD.test(signs[at + 1] ?? '') && !SPACE.test(signs[at - 1] ?? ' ');
    next = closes ? at : sign === '\n' ? NOWHERE : next;
    ends[at] = next;
    followed = sign === mark || (followed && isEdge(sign));
  }
  return ends;
}
