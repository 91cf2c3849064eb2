import { infiniteQueryOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import { asking, call, cameAhead } from './client';
import { PATHS, type MessageFilter } from './paths';
import type { AuditEntry } from './types/access';
import type { Campaign, Course, Reply } from './types/campaigns';
import type { LoggedEvent } from './types/events';
import type { Message, MessageCounts, MessageStory } from './types/messages';
import type { Page } from './types/page';
import type { Engine, Pairing, SentHour, Session } from './types/sessions';
import type { ClockReading } from './types/simulator';

export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  ...asking(PATHS.sessions, (page: Page<Session>) => page.items),
});

export const pairingQuery = (id: string) =>
  queryOptions({
    queryKey: ['pairing', id],
    queryFn: () => call<Pairing>('GET', `/api/v1/sessions/${encodeURIComponent(id)}/pairing`),
    staleTime: 0,
  });

export const campaignsQuery = queryOptions({
  queryKey: ['campaigns'],
  ...asking(PATHS.campaigns, (page: Page<Campaign>) => page.items),
});

export const campaignQuery = (id: string) =>
  queryOptions({
    queryKey: ['campaigns', id],
    ...asking(PATHS.campaign(id), (campaign: Campaign) => campaign),
  });

export const messageQuery = (id: number) =>
  queryOptions({
    queryKey: ['message', id],
    queryFn: () => call<MessageStory>('GET', `/api/v1/messages/${id}`),
  });

export function fetchMessages(filter: MessageFilter): Promise<Page<Message>> {
  return call<Page<Message>>('GET', PATHS.messages(filter));
}

/** The same, if it was asked for before anything was drawn and has come. */
export function messagesAhead(filter: MessageFilter): Page<Message> | undefined {
  return cameAhead(PATHS.messages(filter)) as Page<Message> | undefined;
}

/** The longer lists, which follow what happens at their own pace. */
export const LISTS = 'messageList';

/** Has every list of messages fetched anew, after somebody changed one. */
export async function invalidateLists(queries: QueryClient): Promise<void> {
  await Promise.all(['messages', LISTS].map((key) => queries.invalidateQueries({ queryKey: [key] })));
}

export const countsQuery = (filter: Pick<MessageFilter, 'campaignId' | 'sessionId' | 'status'>) =>
  queryOptions({
    queryKey: ['messages', 'counts', filter],
    ...asking(PATHS.counts(filter), (counts: MessageCounts) => counts),
  });

/** Those who answered a campaign, the latest first, page by page. */
export const repliesQuery = (campaign: string) =>
  infiniteQueryOptions({
    queryKey: ['replies', campaign],
    queryFn: ({ pageParam }) =>
      call<Page<Reply>>(
        'GET',
        `/api/v1/campaigns/${encodeURIComponent(campaign)}/replies?${new URLSearchParams({
          order: 'newest',
          limit: '50',
          ...(pageParam === undefined ? {} : { cursor: pageParam }),
        })}`,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });

export const enginesQuery = queryOptions({
  queryKey: ['engines'],
  queryFn: async () => (await call<Page<Engine>>('GET', '/api/v1/engines')).items,
  staleTime: Infinity,
});

export const clockQuery = queryOptions({
  queryKey: ['clock'],
  queryFn: () => call<ClockReading>('GET', '/api/v1/simulator/clock'),
});

export const sentByHourQuery = queryOptions({
  queryKey: ['sentByHour'],
  ...asking(PATHS.sentByHour, (hours: SentHour[]) => hours),
});

/** How a campaign went; over the last such duration, or since its start. */
export const courseQuery = (id: string, span: string | null) =>
  queryOptions({
    queryKey: ['course', id, span],
    ...asking(PATHS.course(id, span), (course: Course) => course),
  });

/** Part of the log, the latest first. */
export function fetchEvents(filter: { topics: string; campaignId: string; after?: string | undefined; limit: number }) {
  const query = new URLSearchParams({ order: 'newest', limit: String(filter.limit) });
  if (filter.topics !== '') {
    query.set('topics', filter.topics);
  }
  if (filter.campaignId !== '') {
    query.set('campaignId', filter.campaignId);
  }
  if (filter.after !== undefined) {
    query.set('after', filter.after);
  }
  return call<Page<LoggedEvent>>('GET', `/api/v1/event-log?${query}`);
}

export function fetchAudit(cursor: string | undefined): Promise<Page<AuditEntry>> {
  return call<Page<AuditEntry>>(
    'GET',
    `/api/v1/audit?order=newest&limit=100${cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
  );
}
