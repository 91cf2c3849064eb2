import { queryOptions } from '@tanstack/react-query';
import { createContext, use } from 'react';
import { call } from '../../../api/client';
import type { Campaign, DelayRange, FollowUp, Hours, TemplateMapping } from '../../../api/types/campaigns';
import type { Forecast, NotableRows, Preflight, Preview } from '../../../api/types/drafts';
import type { Import } from '../../../api/types/imports';
import type { Page } from '../../../api/types/page';

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
  plannedStart?: { at: string | null };
}

export interface Draft {
  campaign: Campaign;
  /** What was typed and is not kept yet, or cannot be. */
  typed: Content;
  /** Keeps a change, a moment later. */
  save: (content: Content) => void;
  /** Remembers a change that cannot be kept as it is. */
  hold: (content: Content) => void;
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

const about = <T>(id: string, what: string) =>
  queryOptions({
    queryKey: ['draft', id, what],
    queryFn: () => call<T>('GET', `/api/v1/campaigns/${id}/${what}`),
  });

const planned = (what: string, startAt: string | null) =>
  startAt === null ? what : `${what}?startAt=${encodeURIComponent(startAt)}`;

/** What is said of a start at this time; null for at once. */
export const forecastQuery = (id: string, startAt: string | null) => about<Forecast>(id, planned('forecast', startAt));
export const preflightQuery = (id: string, startAt: string | null) =>
  about<Preflight>(id, planned('preflight', startAt));
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
