import { useCallback, useMemo, useRef, useState } from 'react';
import type { Message } from '../../api/types/messages';

export interface Selection {
  ids: readonly number[];
  has: (id: number) => boolean;
  /** Selects a row or takes it out; a range reaches from the row before. */
  toggle: (id: number, range: boolean) => void;
  all: () => void;
  none: () => void;
}

/** Which of the rows are selected; those that leave the list are no longer. */
export function useSelection(messages: readonly Message[]): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const rows = useMemo(() => messages.map(({ id }) => id), [messages]);
  const ids = useMemo(() => rows.filter((id) => chosen.has(id)), [rows, chosen]);
  const last = useRef<number | null>(null);
  const toggle = useCallback(
    (id: number, range: boolean) => {
      const from = rows.indexOf(last.current ?? id);
      const to = rows.indexOf(id);
      last.current = id;
      setChosen((before) => {
        const next = new Set(rows.filter((each) => before.has(each)));
        if (range && from >= 0) {
          rows.slice(Math.min(from, to), Math.max(from, to) + 1).forEach((each) => next.add(each));
        } else if (!next.delete(id)) {
          next.add(id);
        }
        return next;
      });
    },
    [rows],
  );
  return {
    ids,
    has: (id) => chosen.has(id),
    toggle,
    all: () => setChosen(new Set(rows)),
    none: () => setChosen(new Set()),
  };
}
