import { useQuery } from '@tanstack/react-query';
import { fetchMessages } from '../../api/queries';
import type { Campaign } from '../../api/types/campaigns';
import type { Message } from '../../api/types/messages';
import { useI18n } from '../../i18n/I18n';
import { badgeOf } from '../../live/badges';
import { usePhases, usePolling } from '../../live/Live';
import { Card } from '../../ui/Card';
import { ErrorNote, Skeleton } from '../../ui/Notes';
import { MessageRow, MessageTable } from '../messages/MessageTable';

const MOST = 1000;
const SHOWN = 20;

async function fetchFollowUps(campaignId: string): Promise<Message[]> {
  const pages = await Promise.all(
    ['queued', 'sent', 'delivered', 'read', 'skipped'].map((status) =>
      fetchMessages({ campaignId, status, limit: MOST }),
    ),
  );
  return pages.flatMap(({ items }) => items.filter(({ step }) => step > 0));
}

/** What follows the first message: how many wait, went, and were spared by an answer. */
export function FollowUps({ campaign }: { campaign: Campaign }) {
  const { t, format } = useI18n();
  const phases = usePhases();
  const messages = useQuery({
    queryKey: ['messages', 'followUps', campaign.publicId],
    queryFn: () => fetchFollowUps(campaign.publicId),
    refetchInterval: usePolling(),
    enabled: campaign.followUps.length > 0,
  });
  if (campaign.followUps.length === 0) {
    return (
      <Card title={t('follow.title')}>
        <p className="muted">{t('follow.none')}</p>
      </Card>
    );
  }
  const all = messages.data ?? [];
  const waiting = all
    .filter(({ status }) => status === 'queued')
    .sort((one, other) => Date.parse(one.dueAt) - Date.parse(other.dueAt));
  const spared = all.filter(({ status, reason }) => status === 'skipped' && reason === 'replied').length;
  const gone = all.filter(({ status }) => status === 'sent' || status === 'delivered' || status === 'read').length;
  return (
    <Card title={t('follow.title')}>
      <ol className="follow-steps">
        {campaign.followUps.map(({ after, template, unlessReplied }, index) => (
          <li key={`${after} ${index}`}>
            <b>{t('follow.after', { hours: hoursOf(after) })}</b>{' '}
            <span className="muted">{unlessReplied ? t('follow.unless') : ''}</span>
            <p className="text">{template}</p>
          </li>
        ))}
      </ol>
      {messages.isPending && <Skeleton count={1} />}
      {messages.error && <ErrorNote error={messages.error} onRetry={() => void messages.refetch()} />}
      <p>
        {t('follow.figures', {
          waiting: format.number(waiting.length),
          sent: format.number(gone),
          spared: format.number(spared),
        })}{' '}
        {waiting[0] && t('follow.next', { ...format.at(waiting[0].dueAt), number: campaign.session?.name ?? '–' })}
      </p>
      {waiting.length > 0 && (
        <MessageTable>
          {waiting.slice(0, SHOWN).map((message) => (
            <MessageRow key={message.id} message={message} badge={badgeOf(message, phases.get(message.id))} />
          ))}
        </MessageTable>
      )}
    </Card>
  );
}

/** The hours of a duration as the API writes it, such as PT48H or PT1H30M. */
function hoursOf(duration: string): number {
  const [, days, hours, minutes] = /^P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?/.exec(duration) ?? [];
  return Number(days ?? 0) * 24 + Number(hours ?? 0) + Number(minutes ?? 0) / 60;
}
