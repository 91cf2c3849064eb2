import { useCallback } from 'react';
import { useI18n } from '../../i18n/I18n';
import { Button } from '../../ui/Button';
import { ErrorNote, Skeleton } from '../../ui/Notes';
import { BulkBar } from './BulkBar';
import type { Scope } from './filter';
import { useHeld } from './held';
import { NoRows } from './NoRows';
import { useSelection } from './selection';
import type { Choice } from './tabs';
import { useMessageList } from './useMessageList';
import { VirtualRows } from './VirtualRows';

/** The messages of a tab. Rows never move under the pointer or the focus: what is new waits until they are free. */
export function QueueRows({ choice, scope }: { choice: Choice; scope: Scope }) {
  const { t } = useI18n();
  const { list, fetched, rows: fitting, sifts, changed, renew } = useMessageList(choice, scope);
  const { rows, waiting, hold, release } = useHeld(fitting);
  const selection = useSelection(rows);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const readOn = useCallback(() => {
    if (!sifts && hasNextPage && !isFetchingNextPage) {
      void fetchNextPage();
    }
  }, [sifts, hasNextPage, isFetchingNextPage, fetchNextPage]);
  if (list.isPending) {
    return <Skeleton count={1} />;
  }
  if (!list.data) {
    return <ErrorNote error={list.error} onRetry={() => void list.refetch()} />;
  }
  const selects = choice.tab === 'failed' && rows.length > 0;
  return (
    <div className="stack">
      {selects && <BulkBar rows={rows} selection={selection} />}
      <div role="status" className="row queue-news">
        {waiting > 0 && <span className="muted">{t('queue.new', { count: waiting })}</span>}
        {changed && (
          <>
            <span className="muted">{t('queue.changed')}</span>
            <Button onClick={renew}>{t('queue.renew')}</Button>
          </>
        )}
      </div>
      {rows.length === 0 ? (
        <NoRows tab={choice.tab} scope={scope} />
      ) : (
        <div onPointerEnter={hold} onPointerLeave={release} onFocus={hold} onBlur={release}>
          <VirtualRows rows={rows} selection={selects ? selection : null} onEnd={readOn} />
        </div>
      )}
      {sifts && <p className="muted">{t('queue.sifted', { shown: rows.length, count: fetched.length })}</p>}
      {hasNextPage && (
        <div className="row">
          <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('queue.more')}
          </Button>
        </div>
      )}
    </div>
  );
}
