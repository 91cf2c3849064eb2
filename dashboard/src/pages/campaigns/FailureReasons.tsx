import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { perform } from '../../api/deed';
import { retryFailed } from '../../api/deeds';
import { fetchMessages } from '../../api/queries';
import type { Campaign } from '../../api/types';
import { useI18n } from '../../i18n/I18n';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { CurlButton } from '../../ui/Curl';
import { ErrorNote } from '../../ui/Notes';

const MOST = 1000;

/** Why messages failed, the commonest reason first, and the one thing to do about it. */
export function FailureReasons({ campaign }: { campaign: Campaign }) {
  const { t, has, format } = useI18n();
  const queries = useQueryClient();
  const failed = useQuery({
    queryKey: ['messages', 'failed', campaign.publicId],
    queryFn: () => fetchMessages({ campaignId: campaign.publicId, status: 'failed', order: 'newest', limit: MOST }),
  });
  const deed = retryFailed({ campaignId: campaign.publicId });
  const retry = useMutation({
    mutationFn: () => perform(deed),
    onSettled: () => queries.invalidateQueries(),
  });
  const counts = new Map<string, number>();
  failed.data?.items.forEach(({ reason }) => counts.set(reason ?? 'failed', (counts.get(reason ?? 'failed') ?? 0) + 1));
  const reasons = [...counts].sort(([, one], [, other]) => other - one);
  return (
    <Card title={t('failures.title')}>
      <ul className="reasons">
        {reasons.map(([reason, count]) => {
          const key = `reason.${reason}`;
          return (
            <li key={reason}>
              <span className="text">{has(key) ? t(key) : reason}</span>
              <b>{format.number(count)}</b>
            </li>
          );
        })}
      </ul>
      <div className="row">
        <Button busy={retry.isPending} onClick={() => retry.mutate()}>
          {t('failures.retry', { count: campaign.counters.failed })}
        </Button>
        <CurlButton deed={deed} />
      </div>
      {retry.error && <ErrorNote error={retry.error} />}
    </Card>
  );
}
