import { useEffect, useRef, useState } from 'react';
import type { Message } from '../../api/types/messages';
import { usePhases } from '../../live/Live';
import { nextTable, type LiveTable } from './liveRows';

const NOTHING: LiveTable = { rows: [], waiting: 0 };

/** The table of what is under way, brought up to date twice a second, and whether its rows are held where they are. */
export function useLiveTable(fetched: readonly Message[] | undefined, most: number) {
  const phases = usePhases();
  const [table, setTable] = useState(NOTHING);
  const held = useRef(false);
  const latest = useRef({ fetched, phases });
  useEffect(() => {
    latest.current = { fetched, phases };
  }, [fetched, phases]);
  const known = fetched !== undefined;
  useEffect(() => {
    const renew = () => {
      const seen = latest.current;
      setTable((before) =>
        seen.fetched
          ? nextTable(before, { fetched: seen.fetched, phases: seen.phases, held: held.current, now: Date.now(), most })
          : before,
      );
    };
    // The first rows wait for nothing.
    const first = known ? requestAnimationFrame(renew) : 0;
    const timer = setInterval(renew, 500);
    return () => {
      cancelAnimationFrame(first);
      clearInterval(timer);
    };
  }, [most, known]);
  return {
    table,
    hold: () => {
      held.current = true;
    },
    release: () => {
      held.current = false;
    },
  };
}
