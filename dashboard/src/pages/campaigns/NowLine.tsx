import { useQuery } from '@tanstack/react-query';
import type { Campaign } from '../../api/types/campaigns';
import { useI18n } from '../../i18n/I18n';
import { usePhases } from '../../live/Live';
import { queueQuery } from './LiveQueue';

const TYPING: ReadonlySet<string> = new Set(['reading', 'waiting_human', 'typing', 'sending']);

/** To whom a campaign writes this very moment. Its place stays while that is nobody: nothing below it moves. */
export function NowLine({ campaign }: { campaign: Campaign }) {
  const { t } = useI18n();
  const phases = usePhases();
  const queue = useQuery(queueQuery(campaign.publicId));
  const now = queue.data?.find(({ id }) => TYPING.has(phases.get(id)?.name ?? ''));
  return (
    <p className="muted now-line" data-now>
      {now ? t('campaign.now', { person: now.name ?? now.to ?? t('message.nobody') }) : '\u00a0'}
    </p>
  );
}
