import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearchParams } from 'wouter';
import { fetchMessages, LISTS, repliesQuery } from '../../api/queries';
import type { Campaign, Reply } from '../../api/types/campaigns';
import type { Message } from '../../api/types/messages';
import { useI18n } from '../../i18n/I18n';
import { badgeOf } from '../../live/badges';
import { usePhases, usePolling } from '../../live/Live';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { ErrorNote, Skeleton } from '../../ui/Notes';
import { Marked } from '../../ui/Marked';
import { MessageRow, MessageTable } from '../messages/MessageTable';
import { GROUP_WORDS, GROUPS, isGroup, type Group } from './people';

const ALL = Object.keys(GROUP_WORDS) as Group[];
const ROWS = 50;
const CALM_MS = 5_000;

/** All that was opened is fetched anew: not with every message. */
function useRhythm({ status }: Campaign): number | false {
  const polling = usePolling();
  return status === 'running' ? CALM_MS : polling;
}

/** Who stands behind a campaign's figures; which one stands in the address. */
export default function People({ campaign }: { campaign: Campaign }) {
  const { t } = useI18n();
  const [search, setSearch] = useSearchParams();
  const asked = search.get('of');
  const group: Group = isGroup(asked) ? asked : 'all';
  const reason = search.get('reason');
  return (
    <Card title={t('people.title')}>
      <div className="row" role="group" aria-label={t('people.title')}>
        {ALL.map((each) => (
          <button
            key={each}
            type="button"
            className="chip"
            aria-pressed={each === group}
            onClick={() => setSearch({ part: 'people', of: each }, { replace: true })}
          >
            {t(GROUP_WORDS[each])}
          </button>
        ))}
      </div>
      {group === 'replied' ? (
        <Replies campaign={campaign} />
      ) : (
        <Messages key={group} campaign={campaign} states={GROUPS[group]} reason={reason} />
      )}
    </Card>
  );
}

interface Pages {
  error: Error | null;
  isPending: boolean;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  refetch: () => unknown;
  fetchNextPage: () => unknown;
}

/** What stands around a list that comes in pages. */
function Around({ pages, empty }: { pages: Pages; empty: boolean }) {
  const { t } = useI18n();
  return (
    <>
      {pages.error && <ErrorNote error={pages.error} onRetry={() => void pages.refetch()} />}
      {pages.isPending && <Skeleton count={1} />}
      {empty && <p className="muted">{t('people.none')}</p>}
      {pages.hasNextPage && (
        <div className="row">
          <Button busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t('queue.more')}
          </Button>
        </div>
      )}
    </>
  );
}

function Messages({ campaign, states, reason }: { campaign: Campaign; states: string; reason: string | null }) {
  const { t, has } = useI18n();
  const phases = usePhases();
  const messages = useInfiniteQuery({
    queryKey: [LISTS, 'people', campaign.publicId, states],
    queryFn: ({ pageParam }) =>
      fetchMessages({ campaignId: campaign.publicId, status: states, limit: ROWS, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: useRhythm(campaign),
  });
  const all: Message[] = messages.data?.pages.flatMap(({ items }) => items) ?? [];
  const rows = all.filter((message) => reason === null || message.reason === reason);
  const key = `reason.${reason ?? ''}`;
  return (
    <>
      {reason !== null && <p className="muted">{t('people.reason', { reason: has(key) ? t(key) : reason })}</p>}
      {rows.length > 0 && (
        <MessageTable>
          {rows.map((message) => (
            <MessageRow key={message.id} message={message} badge={badgeOf(message, phases.get(message.id))} />
          ))}
        </MessageTable>
      )}
      <Around pages={messages} empty={!messages.isPending && rows.length === 0 && !messages.hasNextPage} />
    </>
  );
}

function Replies({ campaign }: { campaign: Campaign }) {
  const replies = useInfiniteQuery({ ...repliesQuery(campaign.publicId), refetchInterval: useRhythm(campaign) });
  const all = replies.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      <ul className="replies">
        {all.map((reply) => (
          <Answer key={reply.messageId} reply={reply} />
        ))}
      </ul>
      <Around pages={replies} empty={!replies.isPending && all.length === 0} />
    </>
  );
}

/** What somebody answered first. */
function Answer({ reply }: { reply: Reply }) {
  const { t, format } = useI18n();
  const [, setSearch] = useSearchParams();
  const person = reply.name ?? reply.international ?? t('message.nobody');
  return (
    <li data-reply={reply.messageId}>
      <p className="row spread">
        <span>
          <b className="text">{person}</b>{' '}
          {reply.name !== null && <span className="mono muted">{reply.international}</span>}
        </span>
        <span className="muted" title={format.full(reply.at)}>
          {format.time(reply.at)}
        </span>
      </p>
      <p className="row spread">
        <span className="text">
          <Marked text={reply.text ?? '–'} />
        </span>
        <Button
          aria-label={t('message.details.of', { person })}
          onClick={() =>
            setSearch((search) => {
              search.set('m', String(reply.messageId));
              return search;
            })
          }
        >
          {t('message.details')}
        </Button>
      </p>
    </li>
  );
}
