import * as Tabs from '@radix-ui/react-tabs';
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { call } from '../../api/client';
import { campaignsQuery, fetchMessages, sessionsQuery } from '../../api/queries';
import { PageHead } from '../../app/PageHead';
import { useI18n } from '../../i18n/I18n';
import { badgeOf } from '../../live/badges';
import { usePhases, usePolling } from '../../live/Live';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { SelectField } from '../../ui/Field';
import { Empty, ErrorNote, Skeleton } from '../../ui/Notes';
import { MessageDrawer } from '../messages/MessageDrawer';
import { MessageRow, MessageTable } from '../messages/MessageTable';
import '../campaigns/campaigns.css';
import '../numbers/numbers.css';

const TABS = {
  queued: 'oldest',
  claimed: 'oldest',
  failed: 'newest',
  unconfirmed: 'newest',
  in_doubt: 'newest',
  sent: 'newest',
  delivered: 'newest',
  read: 'newest',
  skipped: 'newest',
} as const;

type Tab = keyof typeof TABS;

const ROWS = 50;

function isTab(value: string | null): value is Tab {
  return value !== null && value in TABS;
}

interface Scope {
  campaignId?: string | undefined;
  sessionId?: string | undefined;
}

/** The messages of all campaigns and all single ones, by their state. */
export default function Queue() {
  const { t } = useI18n();
  const [search, setSearch] = useSearchParams();
  const wanted = search.get('status');
  const tab: Tab = isTab(wanted) ? wanted : 'queued';
  const scope: Scope = {
    campaignId: search.get('campaign') ?? undefined,
    sessionId: search.get('number') ?? undefined,
  };
  const set = (name: string, value: string) =>
    setSearch(
      (now) => {
        now.delete(name);
        if (value !== '') {
          now.set(name, value);
        }
        if (name !== 'status') {
          now.delete(name === 'campaign' ? 'number' : 'campaign');
        }
        return now;
      },
      { replace: true },
    );
  return (
    <>
      <PageHead title={t('nav.queue')}>
        <RetryAll scope={scope} />
      </PageHead>
      <Filters scope={scope} set={set} />
      <Tabs.Root value={tab} onValueChange={(next) => set('status', next)} className="stack">
        <Tabs.List className="tabs" aria-label={t('queue.tabs')}>
          {Object.keys(TABS).map((name) => (
            <Tabs.Trigger key={name} value={name} className="tab">
              {t(`queue.tab.${name as Tab}`)}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <Tabs.Content value={tab}>
          <Rows key={`${tab} ${scope.campaignId} ${scope.sessionId}`} tab={tab} scope={scope} />
        </Tabs.Content>
      </Tabs.Root>
      <MessageDrawer />
    </>
  );
}

function Filters({ scope, set }: { scope: Scope; set: (name: string, value: string) => void }) {
  const { t } = useI18n();
  const campaigns = useQuery(campaignsQuery);
  const sessions = useQuery(sessionsQuery);
  return (
    <div className="form-grid queue-filters">
      <SelectField
        label={t('queue.campaign')}
        value={scope.campaignId ?? ''}
        onChange={(event) => set('campaign', event.target.value)}
      >
        <option value="">{t('queue.any')}</option>
        {campaigns.data?.map(({ publicId, name }) => (
          <option key={publicId} value={publicId}>
            {name}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t('queue.number')}
        value={scope.sessionId ?? ''}
        onChange={(event) => set('number', event.target.value)}
      >
        <option value="">{t('queue.any')}</option>
        {sessions.data?.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
    </div>
  );
}

function Rows({ tab, scope }: { tab: Tab; scope: Scope }) {
  const { t } = useI18n();
  const phases = usePhases();
  const messages = useInfiniteQuery({
    queryKey: ['messages', 'list', tab, scope.campaignId, scope.sessionId],
    queryFn: ({ pageParam }) =>
      fetchMessages({ ...scope, status: tab, order: TABS[tab], limit: ROWS, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: usePolling(),
  });
  if (messages.isPending) {
    return <Skeleton count={1} />;
  }
  if (!messages.data) {
    return <ErrorNote error={messages.error} onRetry={() => void messages.refetch()} />;
  }
  const rows = messages.data.pages.flatMap((page) => page.items);
  if (rows.length === 0) {
    return <Empty title={t('queue.empty.title')} text={t(`queue.empty.${tab === 'queued' ? 'queued' : 'other'}`)} />;
  }
  return (
    <div className="stack">
      <MessageTable>
        {rows.map((message) => (
          <MessageRow key={message.id} message={message} badge={badgeOf(message, phases.get(message.id))} />
        ))}
      </MessageTable>
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

/** Puts back what failed, after saying how many. */
function RetryAll({ scope }: { scope: Scope }) {
  const { t } = useI18n();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const retry = useMutation({
    mutationFn: () =>
      call<{ retried: number }>('POST', '/api/v1/messages/retry-failed', {
        ...(scope.campaignId ? { campaignId: scope.campaignId } : {}),
        ...(scope.sessionId ? { sessionId: scope.sessionId } : {}),
      }),
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
        {retry.error && <ErrorNote error={retry.error} />}
        <div className="dialog-actions">
          <Button onClick={() => setAsking(false)}>{t('cancel')}</Button>
          <Button look="primary" busy={retry.isPending} onClick={() => retry.mutate()}>
            {t('queue.retryAll')}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
