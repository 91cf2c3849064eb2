import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ApiError } from '../../../api/client';
import { perform } from '../../../api/deed';
import { changeCampaign } from '../../../api/deeds';
import { campaignQuery } from '../../../api/queries';
import type { Campaign } from '../../../api/types/campaigns';
import { useUnsaved } from '../../../app/Unsaved';
import type { Content, Draft } from './draft';
import { isEmpty, overtaken, rememberedTyping, rememberTyping, without, withoutKeys } from './typed';

/** Writing waits until nobody has typed for this long. */
const QUIET_MS = 500;
/** What got no answer is written again after this long. */
const AGAIN_MS = 5_000;
const STALE = 412;

interface Autosave extends Omit<Draft, 'campaign'> {
  /** The draft as somebody else changed it, where that is what stands here unsaved. */
  theirs: Campaign | null;
  takeTheirs: () => void;
  keepMine: () => void;
}

function isStale(error: unknown): boolean {
  return error instanceof ApiError && error.status === STALE;
}

/** Whether somebody changed what was typed over before this visit. */
function isBehind(before: ReturnType<typeof rememberedTyping>, now: Campaign): boolean {
  return before !== null && before.version !== now.version && overtaken(before.content, {}, now);
}

/** Whether it may go through as it is, at another time. */
function isPassing(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status === 401 || error.status >= 500);
}

/** Keeps the changes of a draft on the server, one call after the other, and never over what somebody else wrote. */
export function useAutosave(campaign: Campaign): Autosave {
  const id = campaign.publicId;
  const queries = useQueryClient();
  const [before] = useState(() => rememberedTyping(id));
  const [typed, setTyped] = useState<Content>(before?.content ?? {});
  const mine = useRef(typed);
  const waiting = useRef<Content>({});
  const seen = useRef(campaign);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** What cannot be kept as it is, such as an empty text. */
  const [held, setHeld] = useState<Content>({});
  const [theirs, setTheirs] = useState<Campaign | null>(() => (isBehind(before, campaign) ? campaign : null));
  /** Nothing is written while it is not decided whose change stays. */
  const conflict = useRef<Error>(theirs && new Error('stale'));

  const remember = (next: Content) => {
    mine.current = next;
    rememberTyping(id, { version: seen.current.version, content: next });
    setTyped(next);
  };
  const put = async (content: Content): Promise<Campaign> => {
    const base = seen.current;
    try {
      return await perform(changeCampaign(id, content, base.version));
    } catch (error) {
      if (!isStale(error)) {
        throw error;
      }
      const now = await queries.query({ ...campaignQuery(id), staleTime: 0 });
      if (overtaken(content, base, now)) {
        conflict.current = error instanceof Error ? error : new Error('stale');
        setTheirs(now);
        throw error;
      }
      // Something else of it changed, such as its people.
      return perform(changeCampaign(id, content, now.version));
    }
  };
  const write = useMutation({
    scope: { id: `draft ${id}` },
    mutationFn: put,
    onSuccess: (changed, content) => {
      seen.current = changed;
      setTheirs(null);
      remember(without(mine.current, content));
      queries.setQueryData(campaignQuery(id).queryKey, changed);
      void queries.invalidateQueries({ queryKey: ['draft', id] });
    },
    onError: (error, content) => {
      if (isPassing(error)) {
        waiting.current = { ...content, ...waiting.current };
        later(AGAIN_MS);
      }
    },
  });
  const { mutateAsync } = write;
  const send = async (content: Content) => {
    if (conflict.current) {
      throw conflict.current;
    }
    clearTimeout(timer.current);
    waiting.current = {};
    if (!isEmpty(content)) {
      await mutateAsync(content);
    }
  };
  const later = (ms: number) => {
    clearTimeout(timer.current);
    // What goes wrong is shown by the state of the call.
    timer.current = setTimeout(() => void send(waiting.current).catch(() => undefined), ms);
  };
  const flush = () => send(without(mine.current, held));

  const latest = useRef({ flush, write: () => send(waiting.current) });
  useEffect(() => {
    latest.current = { flush, write: () => send(waiting.current) };
  });
  useEffect(() => {
    const now = () => void latest.current.write().catch(() => undefined);
    window.addEventListener('pagehide', now);
    // What is left of an earlier visit is tried again, so that it is said what is wrong with it.
    void latest.current.flush().catch(() => undefined);
    return () => {
      window.removeEventListener('pagehide', now);
      now();
    };
  }, []);
  useUnsaved(!write.isPending && !isEmpty(typed) && (write.isError || !isEmpty(held)));

  return {
    typed,
    hold: (content) => {
      setHeld({ ...held, ...content });
      waiting.current = withoutKeys(waiting.current, content);
      remember({ ...mine.current, ...content });
    },
    save: (content) => {
      setHeld(withoutKeys(held, content));
      remember({ ...mine.current, ...content });
      waiting.current = { ...waiting.current, ...content };
      later(QUIET_MS);
    },
    flush,
    saving: write.isPending,
    error: isStale(write.error) ? null : write.error,
    theirs,
    takeTheirs: () => {
      if (theirs) {
        seen.current = theirs;
        conflict.current = null;
        waiting.current = {};
        setHeld({});
        remember({});
        setTheirs(null);
        write.reset();
      }
    },
    keepMine: () => {
      if (theirs) {
        seen.current = theirs;
        conflict.current = null;
        setTheirs(null);
        void flush().catch(() => undefined);
      }
    },
  };
}
