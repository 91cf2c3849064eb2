import { useQueryClient } from '@tanstack/react-query';

/** Has all that is known of drafts and campaigns fetched anew. */
export function useRefresh(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['campaigns'] }),
      queries.invalidateQueries({ queryKey: ['draft'] }),
    ]);
  };
}
