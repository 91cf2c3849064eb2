import { queryOptions } from '@tanstack/react-query';
import { call } from './client';
import { PATHS } from './paths';
import type { ApiKey, Health, Profile } from './types/access';
import type { Page } from './types/page';

const MOST = 1000;

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: () => call<Profile>('GET', PATHS.me),
});

export const keysQuery = queryOptions({
  queryKey: ['api-keys'],
  queryFn: async () => (await call<Page<ApiKey>>('GET', `/api/v1/api-keys?limit=${MOST}`)).items,
});

export const usersQuery = queryOptions({
  queryKey: ['users'],
  queryFn: async () => (await call<Page<Profile>>('GET', `/api/v1/users?limit=${MOST}`)).items,
});

export const healthQuery = queryOptions({
  queryKey: ['health'],
  queryFn: () => call<Health>('GET', PATHS.health),
  refetchInterval: 30_000,
});
