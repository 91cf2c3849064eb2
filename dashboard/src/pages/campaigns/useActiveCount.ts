import { useQuery } from '@tanstack/react-query';
import { fetchMessages } from '../../api/queries';
import type { Campaign } from '../../api/types';

const MOST = 1000;

/** How many of a campaign's messages are being written just now; never more than are left. */
export function useActiveCount(campaign: Campaign): number {
  const running = useQuery({
    queryKey: ['messages', 'active', campaign.publicId],
    queryFn: async () => {
      const pages = await Promise.all(
        ['claimed', 'sending'].map((status) => fetchMessages({ campaignId: campaign.publicId, status, limit: MOST })),
      );
      return pages.reduce((sum, page) => sum + page.items.length, 0);
    },
    enabled: campaign.counters.pending > 0,
  });
  return Math.min(campaign.counters.pending, running.data ?? 0);
}
