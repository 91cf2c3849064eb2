import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useRef } from 'react';
import { call } from '../../../api/client';
import { perform } from '../../../api/deed';
import { changeCampaign } from '../../../api/deeds';
import { campaignQuery } from '../../../api/queries';
import type {
  Campaign,
  DelayRange,
  FollowUp,
  Forecast,
  Hours,
  Import,
  NotableRows,
  Page,
  Preflight,
  Preview,
  TemplateMapping,
} from '../../../api/types';

/** Writing waits until nobody has typed for this long. */
const QUIET_MS = 500;

/** What of a draft is written while it is edited. */
export interface Content {
  name?: string;
  template?: string;
  /** Only beside the template that they are wordings of. */
  variants?: string[];
  messageTemplate?: TemplateMapping;
  messageDelay?: DelayRange;
  contactDelay?: DelayRange;
  businessHours?: Hours;
  followUps?: FollowUp[];
}

export interface Draft {
  campaign: Campaign;
  /** Keeps a change, a moment later. */
  save: (content: Content) => void;
  /** Keeps what has not been kept yet, at once. */
  flush: () => Promise<void>;
  saving: boolean;
  error: Error | null;
}

export const DraftContext = createContext<Draft | null>(null);

export function useDraft(): Draft {
  const draft = use(DraftContext);
  if (!draft) {
    throw new Error('There is no draft outside of NewCampaign');
  }
  return draft;
}

/** Keeps the changes of a draft on the server, one call after the other. */
export function useAutosave(id: string): Omit<Draft, 'campaign'> {
  const queries = useQueryClient();
  const waiting = useRef<Content>({});
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const write = useMutation({
    scope: { id: `draft ${id}` },
    mutationFn: (content: Content) => perform(changeCampaign(id, content)),
    onSuccess: (campaign) => {
      queries.setQueryData(campaignQuery(id).queryKey, campaign);
      void queries.invalidateQueries({ queryKey: ['draft', id] });
    },
  });
  const { mutateAsync } = write;
  const flush = async () => {
    clearTimeout(timer.current);
    const content = waiting.current;
    waiting.current = {};
    if (Object.keys(content).length > 0) {
      await mutateAsync(content);
    }
  };
  const latest = useRef(flush);
  useEffect(() => {
    latest.current = flush;
  });
  useEffect(() => {
    const now = () => void latest.current().catch(() => undefined);
    window.addEventListener('pagehide', now);
    return () => {
      window.removeEventListener('pagehide', now);
      now();
    };
  }, []);
  return {
    save: (content) => {
      waiting.current = { ...waiting.current, ...content };
      clearTimeout(timer.current);
      // What goes wrong is shown by the state of the call.
      timer.current = setTimeout(() => void flush().catch(() => undefined), QUIET_MS);
    },
    flush,
    saving: write.isPending,
    error: write.error,
  };
}

const about = <T>(id: string, what: string) =>
  queryOptions({
    queryKey: ['draft', id, what],
    queryFn: () => call<T>('GET', `/api/v1/campaigns/${id}/${what}`),
  });

export const forecastQuery = (id: string) => about<Forecast>(id, 'forecast');
export const preflightQuery = (id: string) => about<Preflight>(id, 'preflight');
export const notableQuery = (id: string) => about<NotableRows>(id, 'preview/rows');
export const previewQuery = (id: string, row: number) => about<Preview>(id, `preview?row=${row}`);

/** The files that were read into a draft, with their first refused rows and what is said of the others. */
export const importsQuery = (id: string) =>
  queryOptions({
    queryKey: ['draft', id, 'imports'],
    queryFn: async () => {
      const { items } = await call<Page<Import>>('GET', `/api/v1/campaigns/${id}/imports?limit=100`);
      return Promise.all(
        items
          .filter(({ state }) => state === 'done')
          .map((one) => call<Import>('GET', `/api/v1/campaigns/${id}/imports/${one.importId}`)),
      );
    },
  });
