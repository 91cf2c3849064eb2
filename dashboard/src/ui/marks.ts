/** A piece of a text with WhatsApp's marks: as it is, or marked pieces. */
export type Piece = string | { mark: Mark; of: Piece[] };
export type Mark = '*' | '_' | '~' | '```';

/** A mark stands at the edge of a word and touches what it marks; it does not reach over lines, but mono does. */
const MARKED =
  /```(?<mono>[^]+?)```|(?<![\p{L}\p{N}*_~])(?<mark>[*_~])(?=[^\s*_~]|(?!\k<mark>)[*_~])(?<inner>[^\n]*?[^\s])\k<mark>(?![\p{L}\p{N}*_~]*\k<mark>)(?![\p{L}\p{N}])/u;

/** A text as WhatsApp shows it. */
export function pieces(text: string): Piece[] {
  const found = MARKED.exec(text);
  if (!found) {
    return text === '' ? [] : [text];
  }
  const { mono, mark, inner } = found.groups ?? {};
  const marked: Piece =
    mono === undefined ? { mark: mark as Mark, of: pieces(inner ?? '') } : { mark: '```', of: [mono] };
  const before = text.slice(0, found.index);
  return [...(before === '' ? [] : [before]), marked, ...pieces(text.slice(found.index + found[0].length))];
}
