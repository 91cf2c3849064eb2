import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiError } from '../../api/client';
import { perform } from '../../api/deed';
import { retryMessage } from '../../api/deeds';
import { invalidateLists } from '../../api/queries';
import type { Message } from '../../api/types';
import { useI18n } from '../../i18n/I18n';
import { Button } from '../../ui/Button';
import { CurlMenu } from '../../ui/Curl';
import { ErrorNote } from '../../ui/Notes';
import type { Selection } from './selection';

interface Outcome {
  retried: number;
  /** How many were refused with which words. */
  refused: Map<string, number>;
}

/** What is done with the selected rows, and afterwards what could not be done and why. */
export function BulkBar({ rows, selection }: { rows: readonly Message[]; selection: Selection }) {
  const { t } = useI18n();
  const queries = useQueryClient();
  const { ids } = selection;
  const retry = useMutation({
    mutationFn: () => retryEach(ids),
    onSuccess: () => selection.none(),
    onSettled: () => invalidateLists(queries),
  });
  const done = retry.data;
  const chosen = rows.filter(({ id }) => ids.includes(id));
  return (
    <div className="bulk" role="group" aria-label={t('queue.selected', { count: ids.length })}>
      <span>{t('queue.selected', { count: ids.length })}</span>
      <Button look="quiet" onClick={ids.length === rows.length ? selection.none : selection.all}>
        {t(ids.length === rows.length ? 'queue.selectNone' : 'queue.selectAll')}
      </Button>
      {ids.length > 0 && (
        <>
          <Button busy={retry.isPending} onClick={() => retry.mutate()}>
            {t('failures.retry', { count: ids.length })}
          </Button>
          <CurlMenu
            deeds={chosen.map(({ id, name, international }) => ({
              label: `${t('message.retry')}: ${name ?? international ?? t('message.nobody')} (${id})`,
              deed: retryMessage(id),
            }))}
          />
        </>
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

/** One after the other; a refusal of one does not keep the others back. */
async function retryEach(ids: readonly number[]): Promise<Outcome> {
  const outcome: Outcome = { retried: 0, refused: new Map() };
  for (const id of ids) {
    try {
      await perform(retryMessage(id));
      outcome.retried++;
    } catch (error) {
      if (!(error instanceof ApiError) || error.status === 0 || error.status >= 500) {
        throw error;
      }
      outcome.refused.set(error.message, (outcome.refused.get(error.message) ?? 0) + 1);
    }
  }
  return outcome;
}
