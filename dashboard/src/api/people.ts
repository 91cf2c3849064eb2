import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call } from './client';
import type { Contact, ContactHistory, OptOut } from './types/contacts';
import type { PastImport } from './types/imports';
import type { Page } from './types/page';

const ROWS = 50;

function paged<T>(path: string, query: Record<string, string>, cursor: string | undefined): Promise<Page<T>> {
  const asked = new URLSearchParams({ ...query, limit: String(ROWS), ...(cursor ? { cursor } : {}) });
  return call<Page<T>>('GET', `${path}?${asked}`);
}

export const contactsQuery = (search: string) =>
  infiniteQueryOptions({
    queryKey: ['contacts', 'list', search],
    queryFn: ({ pageParam }) => paged<Contact>('/api/v1/contacts', search === '' ? {} : { search }, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });

export const contactQuery = (phone: string) =>
  queryOptions({
    queryKey: ['contacts', 'one', phone],
    queryFn: () => call<ContactHistory>('GET', `/api/v1/contacts/${encodeURIComponent(phone)}`),
  });

export const optOutsQuery = infiniteQueryOptions({
  queryKey: ['contacts', 'opt-outs'],
  queryFn: ({ pageParam }) => paged<OptOut>('/api/v1/opt-outs', {}, pageParam),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
});

export const importsQuery = (campaign: string) =>
  queryOptions({
    queryKey: ['contacts', 'imports', campaign],
    queryFn: async () =>
      (await call<Page<PastImport>>('GET', `/api/v1/campaigns/${encodeURIComponent(campaign)}/imports?limit=1000`))
        .items,
  });
