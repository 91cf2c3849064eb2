import { useQuery } from '@tanstack/react-query';
import { countsQuery } from '../../api/queries';
import type { Campaign } from '../../api/types/campaigns';

/** How many of a campaign's messages are being written just now; never more than are left. */
export function useActiveCount(campaign: Campaign): number {
  const running = useQuery({
    ...countsQuery({ campaignId: campaign.publicId, status: 'claimed,sending' }),
    enabled: campaign.counters.pending > 0,
  });
  const active = Object.values(running.data?.byStatus ?? {}).reduce((sum, count) => sum + count, 0);
  return Math.min(campaign.counters.pending, active);
}

const AGAIN_MS = 2_000;

/** How many of a paused or stopped campaign's messages are with the engine already, and end by themselves. */
export function useSendingCount({ publicId, status, counters }: Campaign): number {
  const held = (status === 'paused' || status === 'stopped') && counters.pending > 0;
  const sending = useQuery({
    ...countsQuery({ campaignId: publicId, status: 'sending' }),
    enabled: held,
    refetchInterval: ({ state }) => (sum(state.data?.byStatus) > 0 ? AGAIN_MS : false),
  });
  return held ? sum(sending.data?.byStatus) : 0;
}

function sum(counts: Record<string, number> | undefined): number {
  return Object.values(counts ?? {}).reduce((all, count) => all + count, 0);
}
