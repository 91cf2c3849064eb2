import { useQuery } from '@tanstack/react-query';
import { countsQuery } from '../../api/queries';
import type { Campaign } from '../../api/types';

/** How many of a campaign's messages are being written just now; never more than are left. */
export function useActiveCount(campaign: Campaign): number {
  const running = useQuery({
    ...countsQuery({ campaignId: campaign.publicId, status: 'claimed,sending' }),
    enabled: campaign.counters.pending > 0,
  });
  const active = Object.values(running.data?.byStatus ?? {}).reduce((sum, count) => sum + count, 0);
  return Math.min(campaign.counters.pending, active);
}
