import { useEffect, useRef, useState } from 'react';
import type { LiveEvent } from '../../api/types/events';
import { useEvents } from '../../live/Live';

const MOST = 400;
const EVERY_MS = 500;

/** What was fetched with what came since on top; while the rows are under pointer or focus, it waits. */
export function useLatest(fetched: readonly LiveEvent[], topics: string, campaign: string) {
  const [came, setCame] = useState<readonly LiveEvent[]>([]);
  const [waiting, setWaiting] = useState(0);
  const held = useRef(false);
  const fresh = useRef<LiveEvent[]>([]);
  const scope = `${topics} ${campaign}`;
  const [shown, setShown] = useState(scope);
  if (shown !== scope) {
    setShown(scope);
    setCame([]);
  }
  useEvents((event) => {
    if ((topics === '' || topics === `${event.type}s`) && (campaign === '' || campaign === event.campaignId)) {
      fresh.current.unshift(event);
      fresh.current.length = Math.min(fresh.current.length, MOST);
    }
  });
  useEffect(() => {
    fresh.current = [];
    const timer = setInterval(() => {
      if (held.current) {
        setWaiting(fresh.current.length);
      } else if (fresh.current.length > 0) {
        const next = fresh.current;
        fresh.current = [];
        setWaiting(0);
        setCame((before) => [...next, ...before].slice(0, MOST));
      } else {
        setWaiting(0);
      }
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [scope]);
  const known = new Set(came.map(({ id }) => id));
  return {
    rows: [...came, ...fetched.filter(({ id }) => !known.has(id))],
    waiting,
    hold: () => {
      held.current = true;
    },
    release: () => {
      held.current = false;
    },
  };
}
