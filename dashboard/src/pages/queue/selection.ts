import { useState } from 'react';

export interface Selection {
  ids: readonly number[];
  has: (id: number) => boolean;
  /** Selects a row or takes it out; a range reaches from the row before. */
  toggle: (id: number, range: boolean) => void;
  all: () => void;
  none: () => void;
}

/** Which of the rows are selected; those that leave the list are no longer. */
export function useSelection(rows: readonly number[]): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [last, setLast] = useState<number | null>(null);
  const ids = rows.filter((id) => chosen.has(id));
  return {
    ids,
    has: (id) => chosen.has(id),
    toggle: (id, range) => {
      const next = new Set(ids);
      const [from, to] = [rows.indexOf(last ?? id), rows.indexOf(id)];
      if (range && from >= 0) {
        rows.slice(Math.min(from, to), Math.max(from, to) + 1).forEach((each) => next.add(each));
      } else if (!next.delete(id)) {
        next.add(id);
      }
      setLast(id);
      setChosen(next);
    },
    all: () => setChosen(new Set(rows)),
    none: () => setChosen(new Set()),
  };
}
