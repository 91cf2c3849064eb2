import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSearchParams } from 'wouter';
import { perform } from '../../api/deed';
import { retryFailed } from '../../api/deeds';
import { fetchMessages } from '../../api/queries';
import type { Campaign } from '../../api/types';
import { useI18n } from '../../i18n/I18n';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { CurlMenu } from '../../ui/Curl';
import { ErrorNote } from '../../ui/Notes';
import { isOpen } from './status';

const MOST = 1000;

type Fix = 'number' | 'text' | 'retry' | 'list';

/** What sets each reason right; a person without WhatsApp is nobody's to repair, so those are only shown. */
const FIXES: Record<string, Fix> = {
  not_on_whatsapp: 'list',
  invalid_number: 'list',
  erased: 'list',
  opted_out: 'list',
  no_consent: 'list',
  session_banned: 'number',
  template_error: 'text',
};

interface Props {
  campaign: Campaign;
  onNumber: () => void;
  onText: () => void;
}

/** Why messages failed, the commonest reason first, each with the one thing to do about it. */
export function FailureReasons({ campaign, onNumber, onText }: Props) {
  const { t, has, format } = useI18n();
  const failed = useQuery({
    queryKey: ['messages', 'failed', campaign.publicId],
    queryFn: () => fetchMessages({ campaignId: campaign.publicId, status: 'failed', order: 'newest', limit: MOST }),
  });
  const counts = new Map<string, number>();
  failed.data?.items.forEach(({ reason }) => counts.set(reason ?? 'failed', (counts.get(reason ?? 'failed') ?? 0) + 1));
  const reasons = [...counts].sort(([, one], [, other]) => other - one);
  const most = reasons[0]?.[1] ?? 1;
  const retriable = reasons.filter(([reason]) => fixOf(reason, campaign) === 'retry');
  return (
    <Card
      title={t('failures.title')}
      aside={
        <CurlMenu
          deeds={retriable.map(([reason]) => {
            const key = `reason.${reason}`;
            return {
              label: `${t('message.retry')}: ${has(key) ? t(key) : reason}`,
              deed: retryFailed({ campaignId: campaign.publicId, reason }),
            };
          })}
        />
      }
    >
      <ul className="reasons">
        {reasons.map(([reason, count]) => {
          const key = `reason.${reason}`;
          return (
            <li key={reason} data-reason={reason}>
              <span className="text">{has(key) ? t(key) : reason}</span>
              <b>{format.number(count)}</b>
              <svg className="reason-bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
                <rect width="100" height="6" className="meter-ground" />
                <rect width={(count / most) * 100} height="6" className="seg-failed" />
              </svg>
              <FixButton {...{ campaign, reason, count, onNumber, onText }} />
            </li>
          );
        })}
      </ul>
      {failed.data?.next != null && <p className="muted">{t('failures.latest', { count: MOST })}</p>}
      {failed.error && <ErrorNote error={failed.error} onRetry={() => void failed.refetch()} />}
    </Card>
  );
}

/** What has ended can only be looked at, but for what can be tried again by itself. */
function fixOf(reason: string, campaign: Campaign): Fix {
  const fix = FIXES[reason] ?? 'retry';
  const needsOpen = fix === 'number' || fix === 'text';
  if (campaign.status === 'stopped' || campaign.status === 'failed') {
    return 'list';
  }
  return needsOpen && !isOpen(campaign) ? 'list' : fix;
}

function FixButton({ campaign, reason, count, onNumber, onText }: Props & { reason: string; count: number }) {
  const { t } = useI18n();
  const queries = useQueryClient();
  const [, setSearch] = useSearchParams();
  const retry = useMutation({
    mutationFn: () => perform(retryFailed({ campaignId: campaign.publicId, reason })),
    onSettled: () => queries.invalidateQueries(),
  });
  const show = () => {
    setSearch({ part: 'people', of: 'failed', reason }, { replace: true });
    requestAnimationFrame(() => document.querySelector('.campaign-parts')?.scrollIntoView({ block: 'start' }));
  };
  switch (fixOf(reason, campaign)) {
    case 'number':
      return <Button onClick={onNumber}>{t('change.open')}</Button>;
    case 'text':
      return <Button onClick={onText}>{t('failures.text')}</Button>;
    case 'list':
      return <Button onClick={show}>{t('failures.list', { count })}</Button>;
    case 'retry':
      return (
        <>
          <Button busy={retry.isPending} onClick={() => retry.mutate()}>
            {t('failures.retry', { count })}
          </Button>
          {retry.error && <ErrorNote error={retry.error} />}
        </>
      );
  }
}
