import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { fetchMessages } from '../../api/queries';
import type { Campaign, Message } from '../../api/types';
import { useI18n } from '../../i18n/I18n';
import { useLiveState, usePauseLive, usePhases, usePolling } from '../../live/Live';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { MessageRow, MessageTable } from '../messages/MessageTable';
import './campaigns.css';
import { nextTable, type LiveTable } from './liveRows';

const PARTS: readonly [string, number, 'oldest' | 'newest'][] = [
  ['sending', 10, 'oldest'],
  ['claimed', 10, 'oldest'],
  ['queued', 10, 'oldest'],
];
const NOTHING: LiveTable = { rows: [], waiting: 0 };

async function fetchQueue(campaignId: string): Promise<Message[]> {
  const pages = await Promise.all(
    PARTS.map(([status, limit, order]) => fetchMessages({ campaignId, status, limit, order })),
  );
  return pages.flatMap((page) => page.items);
}

/** What is being written and what comes next. Rows never move under the pointer or the focus. */
export function LiveQueue({ campaign }: { campaign: Campaign }) {
  const { t } = useI18n();
  const { mode } = useLiveState();
  const pause = usePauseLive();
  const queue = useQuery({
    queryKey: ['messages', 'queue', campaign.publicId],
    queryFn: () => fetchQueue(campaign.publicId),
    refetchInterval: usePolling(),
  });
  const { table, hold, release } = useTable(queue.data);
  const paused = mode === 'paused';
  return (
    <Card
      title={t('queue.live')}
      aside={
        <>
          <span role="status" className="muted">
            {table.waiting > 0 && t('queue.new', { count: table.waiting })}
          </span>
          <Button aria-pressed={paused} onClick={() => pause(!paused)}>
            {t(paused ? 'queue.go' : 'queue.stop')}
          </Button>
        </>
      }
    >
      {table.rows.length === 0 ? (
        <p className="muted">{t(`queue.nothing.${campaign.counters.pending > 0 ? 'soon' : 'done'}`)}</p>
      ) : (
        <div onPointerEnter={hold} onPointerLeave={release} onFocus={hold} onBlur={release}>
          <MessageTable>
            {table.rows.map(({ message, badge, elapsed }) => (
              <MessageRow key={message.id} message={message} badge={badge} elapsed={elapsed} />
            ))}
          </MessageTable>
        </div>
      )}
    </Card>
  );
}

/** The table, brought up to date twice a second. */
function useTable(fetched: Message[] | undefined) {
  const phases = usePhases();
  const [table, setTable] = useState(NOTHING);
  const held = useRef(false);
  const latest = useRef({ fetched, phases });
  useEffect(() => {
    latest.current = { fetched, phases };
  }, [fetched, phases]);
  useEffect(() => {
    const timer = setInterval(() => {
      const seen = latest.current;
      setTable((before) =>
        seen.fetched
          ? nextTable(before, { fetched: seen.fetched, phases: seen.phases, held: held.current, now: Date.now() })
          : before,
      );
    }, 500);
    return () => clearInterval(timer);
  }, []);
  return {
    table,
    hold: () => {
      held.current = true;
    },
    release: () => {
      held.current = false;
    },
  };
}
