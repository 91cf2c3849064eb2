import { queryOptions } from '@tanstack/react-query';
import { asking, call } from './client';
import { PATHS } from './paths';
import type { ApiKey, Health, Profile } from './types/access';
import type { Page } from './types/page';

const MOST = 1000;

export const meQuery = queryOptions({
  queryKey: ['me'],
  ...asking(PATHS.me, (me: Profile) => me),
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
  ...asking(PATHS.health, (health: Health) => health),
  refetchInterval: 30_000,
});
