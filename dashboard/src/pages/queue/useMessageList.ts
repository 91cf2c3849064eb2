import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { firstRows } from '../../api/paths';
import { fetchMessages, LISTS, messagesAhead } from '../../api/queries';
import { useEvents, usePolling } from '../../live/Live';
import { fits, inServersWords, type Scope } from './filter';
import { TABS, type Choice } from './tabs';

/** Whoever reads on, or sifts, gets more at once. */
const MORE_ROWS = 500;
const FRESH_MS = 1_000;

/**
 * A list of messages that grows as it is read. While it is short it follows what happens, at most once a second; a long
 * one is read anew only when somebody wants it, and says until then that it has changed.
 */
export function useMessageList(choice: Choice, scope: Scope) {
  const { where, sifts } = inServersWords(scope);
  const { states, order } = TABS[choice.tab];
  const status = choice.state ?? states.join();
  const polling = usePolling();
  const list = useInfiniteQuery({
    queryKey: [LISTS, status, where, sifts],
    queryFn: ({ pageParam: cursor }) =>
      fetchMessages({
        ...where,
        ...firstRows(status, order),
        ...(sifts || cursor !== undefined ? { cursor, limit: MORE_ROWS } : {}),
      }),
    initialPageParam: undefined as string | undefined,
    initialData: () => {
      const first = sifts ? undefined : messagesAhead({ ...where, ...firstRows(status, order) });
      return first && { pages: [first], pageParams: [undefined] };
    },
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: (query) => ((query.state.data?.pages.length ?? 0) > 1 ? false : polling),
  });
  const { refetch } = list;
  const long = (list.data?.pages.length ?? 0) > 1;
  const [changed, setChanged] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useEvents((event) => {
    if (event.type === 'contact' || event.type === 'session') {
      return;
    }
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      if (long) {
        setChanged(true);
      } else {
        void refetch();
      }
    }, FRESH_MS);
  });
  const fetched = list.data?.pages.flatMap((page) => page.items) ?? [];
  return {
    list,
    fetched,
    rows: sifts ? fetched.filter((message) => fits(message, scope)) : fetched,
    sifts,
    /** Whether a long list is no longer how it was read. */
    changed: long && changed,
    renew: () => {
      setChanged(false);
      void refetch();
    },
  };
}
