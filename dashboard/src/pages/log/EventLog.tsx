import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'wouter';
import { campaignsQuery, fetchEvents } from '../../api/queries';
import { useI18n } from '../../i18n/I18n';
import { useLiveState, usePauseLive, usePolling } from '../../live/Live';
import { Button } from '../../ui/Button';
import { SelectField } from '../../ui/Field';
import { Empty, ErrorNote, Skeleton } from '../../ui/Notes';
import { saveAs } from '../../ui/saveAs';
import { EventRow } from './EventRow';
import { asLines } from './lines';
import { useLatest } from './useLatest';

const KINDS = ['messages', 'campaigns', 'sessions', 'contacts'] as const;
const ROWS = 100;

/** The stream of events, the latest first; what is to be seen stands in the address. */
export default function EventLog({ campaignId }: { campaignId?: string }) {
  const { t, format } = useI18n();
  const [search, setSearch] = useSearchParams();
  const { mode } = useLiveState();
  const pause = usePauseLive();
  const topics = search.get('topics') ?? '';
  const campaign = campaignId ?? search.get('campaign') ?? '';
  const campaigns = useQuery(campaignsQuery);
  const log = useInfiniteQuery({
    queryKey: ['events', topics, campaign],
    queryFn: ({ pageParam }) => fetchEvents({ topics, campaignId: campaign, after: pageParam, limit: ROWS }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: usePolling(),
    // What comes later is put on top as it comes.
    staleTime: Infinity,
  });
  const fetched = log.data?.pages.flatMap((page) => page.items) ?? [];
  const { rows, waiting, hold, release } = useLatest(fetched, topics, campaign);
  const download = useMutation({
    mutationFn: () => asLines({ topics, campaignId: campaign }),
    onSuccess: (lines) => saveAs(lines, 'events.ndjson'),
  });
  const set = (name: string, value: string) =>
    setSearch(
      (now) => {
        now.delete(name);
        if (value !== '') {
          now.set(name, value);
        }
        return now;
      },
      { replace: true },
    );
  const names = new Map(campaigns.data?.map(({ publicId, name }) => [publicId, name]));
  return (
    <div className="stack">
      <div className="row spread">
        <div className="row log-filters">
          <SelectField label={t('log.kind')} value={topics} onChange={(event) => set('topics', event.target.value)}>
            <option value="">{t('queue.any')}</option>
            {KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {t(`log.kind.${kind}`)}
              </option>
            ))}
          </SelectField>
          {campaignId === undefined && (
            <SelectField
              label={t('queue.campaign')}
              value={campaign}
              onChange={(event) => set('campaign', event.target.value)}
            >
              <option value="">{t('queue.any')}</option>
              {campaigns.data?.map(({ publicId, name }) => (
                <option key={publicId} value={publicId}>
                  {name}
                </option>
              ))}
            </SelectField>
          )}
        </div>
        <div className="row">
          <span role="status" className="muted">
            {waiting > 0 && t('queue.new', { count: waiting })}
          </span>
          <Button aria-pressed={mode === 'paused'} onClick={() => pause(mode !== 'paused')}>
            {t(mode === 'paused' ? 'queue.go' : 'queue.stop')}
          </Button>
          <Button busy={download.isPending} onClick={() => download.mutate()}>
            {t('log.download')}
          </Button>
        </div>
      </div>
      {download.error && <ErrorNote error={download.error} />}
      {log.error && <ErrorNote error={log.error} onRetry={() => void log.refetch()} />}
      {log.isPending && <Skeleton count={1} />}
      {log.data && rows.length === 0 && <Empty title={t('log.empty.title')} text={t('log.empty.text')} />}
      {rows.length > 0 && (
        <div onPointerEnter={hold} onPointerLeave={release} onFocus={hold} onBlur={release}>
          <table className="queue log">
            <thead>
              <tr>
                <th scope="col">{t('log.at')}</th>
                <th scope="col">{t('log.what')}</th>
                <th scope="col">{t('log.about')}</th>
                <th scope="col">{t('log.more')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((event) => (
                <EventRow key={event.id} event={event} campaignName={names.get(event.campaignId ?? '')} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {log.hasNextPage && (
        <div className="row">
          <Button busy={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
            {t('queue.more')}
          </Button>
          <span className="muted">{format.number(rows.length)}</span>
        </div>
      )}
    </div>
  );
}
