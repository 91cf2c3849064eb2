import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { fetchMessages } from '../../api/queries';
import type { Message } from '../../api/types';
import { useI18n } from '../../i18n/I18n';
import { badgeOf } from '../../live/badges';
import { usePhases, usePolling } from '../../live/Live';
import { Button } from '../../ui/Button';
import { Empty, ErrorNote, Skeleton } from '../../ui/Notes';
import { MessageRow, MessageTable } from '../messages/MessageTable';
import { BulkBar } from './BulkBar';
import type { Scope } from './filter';
import { useSelection } from './selection';
import { TABS, type Tab } from './tabs';

const ROWS = 50;
/** Where rows are left out here, more are fetched at once. */
const ROWS_TO_SIFT = 500;

/** The server filters by campaign or by number; what is left to filter is done here. */
function fits(message: Message, scope: Scope): boolean {
  const { campaign, number, error } = scope;
  return (
    (campaign === undefined || number === undefined || message.sessionId === number) &&
    (error === undefined || message.reason === error || message.lastError?.includes(error) === true)
  );
}

export function QueueRows({ tab, scope }: { tab: Tab; scope: Scope }) {
  const { t } = useI18n();
  const phases = usePhases();
  const { campaign, number, error } = scope;
  const sifts = error !== undefined || (campaign !== undefined && number !== undefined);
  const messages = useInfiniteQuery({
    queryKey: ['messages', 'list', tab, campaign, number, sifts],
    queryFn: ({ pageParam }) =>
      fetchMessages({
        ...(campaign === undefined ? { sessionId: number } : { campaignId: campaign }),
        status: tab,
        order: TABS[tab],
        limit: sifts ? ROWS_TO_SIFT : ROWS,
        cursor: pageParam,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: usePolling(),
  });
  const all = messages.data?.pages.flatMap((page) => page.items) ?? [];
  const rows = all.filter((message) => fits(message, scope));
  const selection = useSelection(rows.map(({ id }) => id));
  if (messages.isPending) {
    return <Skeleton count={1} />;
  }
  if (!messages.data) {
    return <ErrorNote error={messages.error} onRetry={() => void messages.refetch()} />;
  }
  const selects = tab === 'failed' && rows.length > 0;
  return (
    <div className="stack">
      {selects && <BulkBar rows={rows} selection={selection} />}
      {rows.length === 0 ? (
        <NoRows tab={tab} scope={scope} />
      ) : (
        <MessageTable selects={selects}>
          {rows.map((message) => (
            <MessageRow
              key={message.id}
              message={message}
              badge={badgeOf(message, phases.get(message.id))}
              {...(selects
                ? {
                    selected: selection.has(message.id),
                    onSelect: (range: boolean) => selection.toggle(message.id, range),
                  }
                : {})}
            />
          ))}
        </MessageTable>
      )}
      {sifts && <p className="muted">{t('queue.sifted', { shown: rows.length, count: all.length })}</p>}
      {messages.hasNextPage && (
        <div className="row">
          <Button busy={messages.isFetchingNextPage} onClick={() => void messages.fetchNextPage()}>
            {t('queue.more')}
          </Button>
        </div>
      )}
    </div>
  );
}

const SENT = ['sent', 'delivered', 'read'] as const;

/** Says when the last one left, so that silence can be told from trouble. */
function NoRows({ tab, scope }: { tab: Tab; scope: Scope }) {
  const { t, format } = useI18n();
  const { campaign, number } = scope;
  const last = useQuery({
    queryKey: ['messages', 'last', campaign, number],
    queryFn: async () => {
      const pages = await Promise.all(
        SENT.map((status) =>
          fetchMessages({
            ...(campaign === undefined ? { sessionId: number } : { campaignId: campaign }),
            status,
            order: 'newest',
            limit: 1,
          }),
        ),
      );
      const times = pages.flatMap((page) => page.items.map(({ sentAt }) => sentAt ?? '')).toSorted();
      return times.at(-1) ?? '';
    },
    enabled: tab === 'queued',
  });
  const empty = t(`queue.empty.${tab === 'queued' ? 'queued' : 'other'}`);
  const sent = last.data ? ` ${t('queue.lastSent', { time: format.time(last.data) })}` : '';
  return <Empty title={t('queue.empty.title')} text={empty + sent} />;
}
