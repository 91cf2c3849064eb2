import type { ReactNode } from 'react';
import { pieces, type Mark, type Piece } from './marks';

const TAGS = { '*': 'strong', _: 'em', '~': 's', '```': 'code' } as const satisfies Record<Mark, string>;

/** A text with its marks drawn, as WhatsApp draws them. */
export function Marked({ text }: { text: string }) {
  return <>{pieces(text).map(drawn)}</>;
}

function drawn(piece: Piece, index: number): ReactNode {
  if (typeof piece === 'string') {
    return piece;
  }
  const Tag = TAGS[piece.mark];
  return <Tag key={index}>{piece.of.map(drawn)}</Tag>;
}
