import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { perform } from '../../api/deed';
import { retryFailed } from '../../api/deeds';
import type { Retried } from '../../api/types/messages';
import { useI18n } from '../../i18n/I18n';
import { Button } from '../../ui/Button';
import { CurlButton } from '../../ui/Curl';
import { Dialog } from '../../ui/Dialog';
import { ErrorNote } from '../../ui/Notes';
import type { Scope } from './filter';

/** Puts back what failed, after saying how many go, how many do not, and why. */
export function RetryAll({ scope }: { scope: Scope }) {
  const { t } = useI18n();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const which = scope.campaign ? { campaignId: scope.campaign } : scope.number ? { sessionId: scope.number } : {};
  const outlook = useQuery({
    queryKey: ['messages', 'retry', which],
    queryFn: () => perform(retryFailed(which, true)),
    enabled: asking,
    staleTime: 0,
  });
  const retry = useMutation({
    mutationFn: () => perform(retryFailed(which)),
    onSuccess: () => setAsking(false),
    onSettled: () => queries.invalidateQueries(),
  });
  return (
    <>
      <span role="status" className="muted">
        {retry.data && t('queue.retried', { count: retry.data.retried })}
      </span>
      <Button onClick={() => setAsking(true)}>{t('queue.retryAll')}</Button>
      <Dialog
        title={t('queue.retryAll.title')}
        about={t('queue.retryAll.about')}
        open={asking}
        onClose={() => setAsking(false)}
      >
        {outlook.data && <Foreseen outlook={outlook.data} />}
        {(retry.error ?? outlook.error) && <ErrorNote error={retry.error ?? outlook.error} />}
        <div className="dialog-actions">
          <CurlButton deed={retryFailed(which)} />
          <Button onClick={() => setAsking(false)}>{t('cancel')}</Button>
          <Button
            look="primary"
            busy={retry.isPending || outlook.isFetching}
            disabled={outlook.data?.retried === 0}
            onClick={() => retry.mutate()}
          >
            {outlook.data ? t('failures.retry', { count: outlook.data.retried }) : t('queue.retryAll')}
          </Button>
        </div>
      </Dialog>
    </>
  );
}

function Foreseen({ outlook }: { outlook: Retried }) {
  const { t, has, format } = useI18n();
  const reasons = Object.entries(outlook.leftWhy).map(([why, count]) => {
    const key = `queue.left.${why}`;
    return `${format.number(count)} ${has(key) ? t(key) : why}`;
  });
  return (
    <ul className="stack" role="status">
      <li>{t('queue.will', { count: outlook.retried })}</li>
      {outlook.left > 0 && (
        <li>
          {t('queue.willNot', { count: outlook.left })} {reasons.join(' · ')}
        </li>
      )}
    </ul>
  );
}
