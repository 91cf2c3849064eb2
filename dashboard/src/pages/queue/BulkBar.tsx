import { useMutation, useQueryClient } from '@tanstack/react-query';
import { retryMessage } from '../../api/deeds';
import { invalidateLists } from '../../api/queries';
import type { Message } from '../../api/types/messages';
import { useI18n } from '../../i18n/I18n';
import { Button } from '../../ui/Button';
import { CurlMenu } from '../../ui/Curl';
import { ErrorNote } from '../../ui/Notes';
import { repeatOf } from '../messages/failures';
import { retryEach, type Outcome } from '../messages/retryEach';
import type { Selection } from './selection';

/** What is done with the selected rows, and afterwards what could not be done and why. */
export function BulkBar({ rows, selection }: { rows: readonly Message[]; selection: Selection }) {
  const { t } = useI18n();
  const queries = useQueryClient();
  const { ids } = selection;
  const worth = rows.filter((row) => ids.includes(row.id) && repeatOf(row) !== 'never');
  const retry = useMutation({
    mutationFn: () => retryEach(worth.map(({ id }) => id)),
    onSuccess: () => selection.none(),
    onSettled: () => invalidateLists(queries),
  });
  const done = retry.data;
  return (
    <div className="bulk" role="group" aria-label={t('queue.selected', { count: ids.length })}>
      <span>{t('queue.selected', { count: ids.length })}</span>
      <Button look="quiet" onClick={ids.length === rows.length ? selection.none : selection.all}>
        {t(ids.length === rows.length ? 'queue.selectNone' : 'queue.selectAll')}
      </Button>
      {worth.length > 0 && (
        <>
          <Button busy={retry.isPending} onClick={() => retry.mutate()}>
            {t('failures.retry', { count: worth.length })}
          </Button>
          <CurlMenu
            deeds={worth.map(({ id, name, international }) => ({
              label: `${t('message.retry')}: ${name ?? international ?? t('message.nobody')} (${id})`,
              deed: retryMessage(id),
            }))}
          />
        </>
      )}
      {worth.length < ids.length && (
        <span className="muted">{t('queue.noRepeat', { count: ids.length - worth.length })}</span>
      )}
      <span role="status" className="muted">
        {done && [t('queue.retried', { count: done.retried }), ...reasons(done)].join(' · ')}
      </span>
      {retry.error && <ErrorNote error={retry.error} />}
    </div>
  );
}

function reasons({ refused }: Outcome): string[] {
  return [...refused].map(([why, count]) => `${count} × ${why}`);
}
