import type { Campaign } from '../../api/types/campaigns';
import type { Session } from '../../api/types/sessions';
import type { Webhook } from '../../api/webhooks';
import type { TextKey } from '../../i18n/languages';
import type { Values } from '../../i18n/I18n';
import { toVerify } from '../campaigns/status';
import { hostOf } from '../webhooks/words';

/** Something that does not go on by itself, and the one place to do something about it. */
export interface Concern {
  id: string;
  tone: 'bad' | 'warn';
  text: TextKey;
  values: Values;
  /** A code whose words are filled in as `reason`. */
  reason?: string | null;
  action: TextKey;
  href: string;
}

const MOST = 5;
const RECENT_MS = 7 * 24 * 60 * 60 * 1000;

/** What needs a person, the most urgent first. */
export function concerns(
  sessions: readonly Session[],
  campaigns: readonly Campaign[],
  webhooks: readonly Webhook[],
  now: number,
): Concern[] {
  const recent = campaigns.filter(({ startedAt }) => startedAt !== null && now - Date.parse(startedAt) < RECENT_MS);
  const found = [...oneACause(sessions, recent), ...webhooks.flatMap(ofWebhook)];
  return [...found.filter(({ tone }) => tone === 'bad'), ...found.filter(({ tone }) => tone === 'warn')].slice(0, MOST);
}

/** A lost number that pauses its campaigns is told of once, where it is set right: at the number, or if that was banned at them. */
function oneACause(sessions: readonly Session[], campaigns: readonly Campaign[]): Concern[] {
  const halted = new Set(
    campaigns.filter(({ statusReason }) => statusReason === 'session_banned').map(({ sessionId }) => sessionId),
  );
  const lost = new Set(sessions.filter(({ state }) => state === 'logged_out').map(({ id }) => id));
  return [
    ...sessions.filter(({ id }) => !halted.has(id)).flatMap(ofSession),
    ...campaigns.flatMap((campaign) =>
      ofCampaign(campaign).filter(
        ({ reason }) => reason !== 'session_logged_out' || !lost.has(campaign.sessionId ?? ''),
      ),
    ),
  ];
}

function ofSession(session: Session): Concern[] {
  const { id, name, state, desired, reason, restriction, phoneNumber, notices } = session;
  const href = `/numbers/${encodeURIComponent(id)}`;
  if (desired === 'on' && (state === 'logged_out' || state === 'error') && phoneNumber !== null) {
    const lost = state === 'logged_out';
    return [
      {
        id: `session ${id}`,
        tone: 'bad',
        text: lost ? 'attention.loggedOut' : 'attention.broken',
        values: { name },
        reason,
        action: lost ? 'attention.relink' : 'attention.look',
        href,
      },
    ];
  }
  // Nobody wanted the one that is made at the start: it waits to be linked, and connects anew for each round of codes.
  const nobodys = notices.some(({ code }) => code === 'default_session_waits');
  if (desired === 'on' && state === 'disconnected' && !nobodys) {
    return [
      { id: `session ${id}`, tone: 'warn', text: 'attention.down', values: { name }, action: 'attention.look', href },
    ];
  }
  if (restriction) {
    return [
      {
        id: `session ${id}`,
        tone: 'warn',
        text: 'attention.restricted',
        values: { name },
        action: 'attention.look',
        href,
      },
    ];
  }
  return [];
}

/** One that was switched off, and not by a person. */
function ofWebhook({ id, url, description, enabled, disabledReason }: Webhook): Concern[] {
  if (enabled || disabledReason === null || disabledReason === 'by_user') {
    return [];
  }
  return [
    {
      id: `webhook ${id}`,
      tone: 'bad',
      text: 'attention.webhook',
      values: { name: description || hostOf(url) },
      reason: `webhook_${disabledReason}`,
      action: 'attention.webhook.do',
      href: `/webhooks?w=${id}`,
    },
  ];
}

function ofCampaign(campaign: Campaign): Concern[] {
  const { publicId, name, status, statusReason, counters } = campaign;
  const found: Concern[] = [];
  if (status === 'paused' && statusReason !== null) {
    found.push({
      id: `paused ${publicId}`,
      tone: 'bad',
      text: 'attention.paused',
      values: { name, count: counters.pending },
      reason: statusReason,
      action: 'attention.open',
      href: `/campaigns/${publicId}`,
    });
  }
  if (counters.unconfirmed > 0) {
    found.push({
      id: `verify ${publicId}`,
      tone: 'warn',
      text: 'attention.verify',
      values: { name, count: toVerify(counters) },
      action: 'attention.verify.do',
      href: `/queue?status=unconfirmed&campaign=${publicId}`,
    });
  }
  if (counters.failed > 0) {
    found.push({
      id: `failed ${publicId}`,
      tone: 'warn',
      text: 'attention.failed',
      values: { name, count: counters.failed },
      action: 'attention.failed.do',
      href: `/queue?status=failed&campaign=${publicId}`,
    });
  }
  return found;
}
