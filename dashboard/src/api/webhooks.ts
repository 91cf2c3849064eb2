import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { asking, call } from './client';
import type { Deed } from './deed';
import { PATHS } from './paths';
import type { Page } from './types/page';

/** An address that is told what happens. */
export interface Webhook {
  id: number;
  url: string;
  description: string;
  events: string[];
  sessionId: string | null;
  campaignId: string | null;
  enabled: boolean;
  disabledReason: string | null;
  disabledAt: string | null;
  failingSince: string | null;
  secrets: { createdAt: string; expiresAt: string | null }[];
  /** The hours of the last day in which anything was tried. */
  hours: { at: string; delivered: number; failed: number }[];
  /** Of each no more than a thousand are counted. */
  counts: Record<DeliveryState, number>;
  createdAt: string;
}

export interface WebhookWithSecret extends Webhook {
  secret: string;
}

export type DeliveryState = 'delivered' | 'pending' | 'failed';

export interface Delivery {
  id: number;
  eventId: string;
  type: string;
  state: DeliveryState;
  reason: string | null;
  attempts: number;
  nextAt: string | null;
  lastStatus: number | null;
  lastTookMs: number | null;
  createdAt: string;
  doneAt: string | null;
}

export interface Attempt {
  at: string;
  tookMs: number;
  status: number | null;
  reason: string | null;
  answer: string;
}

export interface DeliveryStory extends Delivery {
  payload: object;
  attemptLog: Attempt[];
}

export interface EventType {
  type: string;
  sample: object;
}

const ROUTE = '/api/v1/webhooks';

export const webhooksQuery = queryOptions({
  queryKey: ['webhooks'],
  ...asking(PATHS.webhooks, (page: Page<Webhook>) => page.items),
});

export const eventTypesQuery = queryOptions({
  queryKey: ['webhookTypes'],
  queryFn: async () => (await call<Page<EventType>>('GET', `${ROUTE}/event-types`)).items,
  staleTime: Infinity,
});

/** What a webhook was told, the latest first, page by page. */
export const deliveriesQuery = (webhook: number, state: DeliveryState) =>
  infiniteQueryOptions({
    queryKey: ['deliveries', webhook, state],
    queryFn: ({ pageParam }) =>
      call<Page<Delivery>>(
        'GET',
        `${ROUTE}/${webhook}/deliveries?${new URLSearchParams({
          state,
          order: 'newest',
          limit: '50',
          ...(pageParam === undefined ? {} : { cursor: pageParam }),
        })}`,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });

export const deliveryQuery = (webhook: number, delivery: number) =>
  queryOptions({
    queryKey: ['delivery', webhook, delivery],
    queryFn: () => call<DeliveryStory>('GET', `${ROUTE}/${webhook}/deliveries/${delivery}`),
  });

export const createWebhook = (body: object): Deed<WebhookWithSecret> => ({ method: 'POST', path: ROUTE, body });
export const changeWebhook = (id: number, body: object): Deed<Webhook> => ({
  method: 'PATCH',
  path: `${ROUTE}/${id}`,
  body,
});
export const deleteWebhook = (id: number): Deed<undefined> => ({ method: 'DELETE', path: `${ROUTE}/${id}` });
export const rotateSecret = (id: number, overlapHours: number): Deed<WebhookWithSecret> => ({
  method: 'POST',
  path: `${ROUTE}/${id}/rotate-secret`,
  body: { overlapHours },
});
export const testWebhook = (id: number): Deed<Attempt> => ({
  method: 'POST',
  path: `${ROUTE}/${id}/test`,
  body: {},
});
export const resendDelivery = (webhook: number, delivery: number): Deed<DeliveryStory> => ({
  method: 'POST',
  path: `${ROUTE}/${webhook}/deliveries/${delivery}/replay`,
});
export const resendRange = (
  webhook: number,
  body: { from: string; to: string; state: string },
): Deed<{ replayed: number; more: boolean; next: string | null }> => ({
  method: 'POST',
  path: `${ROUTE}/${webhook}/replay`,
  body,
});
