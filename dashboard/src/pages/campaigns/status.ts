import type { Campaign, CampaignStatus, Counters } from '../../api/types/campaigns';
import type { Tone } from '../../ui/Badge';

const TONES: Record<CampaignStatus, Tone> = {
  draft: 'calm',
  scheduled: 'calm',
  running: 'good',
  paused: 'warn',
  completed: 'good',
  stopped: 'calm',
  failed: 'bad',
};

export function toneOf(status: CampaignStatus): Tone {
  return TONES[status];
}

/** Whether its number can still be changed. */
export function isOpen(campaign: Campaign): boolean {
  return !['completed', 'stopped', 'failed'].includes(campaign.status);
}

/** Nobody knows of these whether they left; a person has to look. */
export function toVerify(counters: Counters): number {
  return counters.unconfirmed + counters.inDoubt;
}

export function handled(counters: Counters): number {
  return counters.sent + counters.failed + counters.skipped + toVerify(counters);
}

/** What sets a paused campaign going again. */
export type Remedy = 'choose' | 'change' | 'relink' | 'resume';

/** A campaign without a number needs one; one whose number was banned needs another; one whose number was lost needs that linked; any other only has to go on. */
export function remedyOf({ session, statusReason }: Campaign): Remedy {
  if (session === null) {
    return 'choose';
  }
  if (session.state === 'error' && statusReason === 'session_banned') {
    return 'change';
  }
  return session.state === 'logged_out' || session.state === 'error' ? 'relink' : 'resume';
}

/** Whether it paused itself, and not somebody. */
export function pausedItself({ status, statusReason }: Campaign): boolean {
  return status === 'paused' && statusReason !== null;
}
