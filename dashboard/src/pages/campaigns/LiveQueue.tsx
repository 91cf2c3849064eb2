import { queryOptions, useQuery } from '@tanstack/react-query';
import { NEXT_ROWS, nextOf } from '../../api/paths';
import { fetchMessages, messagesAhead } from '../../api/queries';
import type { Campaign } from '../../api/types/campaigns';
import type { Message } from '../../api/types/messages';
import type { Page } from '../../api/types/page';
import { useI18n } from '../../i18n/I18n';
import { useLiveState, usePauseLive, usePolling } from '../../live/Live';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { eachOnce } from '../messages/liveRows';
import { MessageRow, MessageTable } from '../messages/MessageTable';
import { useLiveTable } from '../messages/useLiveTable';
import './campaigns.css';

function together(pages: Page<Message>[]): Message[] {
  return eachOnce(pages.flatMap((page) => page.items));
}

function queueAhead(campaignId: string): Message[] | undefined {
  const pages = nextOf(campaignId).map(messagesAhead);
  return pages.every((page) => page !== undefined) ? together(pages) : undefined;
}

/** The next messages of a campaign, those under way first. */
export const queueQuery = (campaignId: string) =>
  queryOptions({
    queryKey: ['messages', 'queue', campaignId],
    queryFn: async () => together(await Promise.all(nextOf(campaignId).map(fetchMessages))),
    initialData: () => queueAhead(campaignId),
  });

/** What is being written and what comes next. Rows never move under the pointer or the focus. */
export function LiveQueue({ campaign }: { campaign: Campaign }) {
  const { t } = useI18n();
  const { mode } = useLiveState();
  const pause = usePauseLive();
  const queue = useQuery({
    ...queueQuery(campaign.publicId),
    refetchInterval: usePolling(),
  });
  const { table, hold, release } = useLiveTable(queue.data, NEXT_ROWS);
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
            {table.rows.map(({ message, standing, elapsed }) => (
              <MessageRow
                key={message.id}
                message={message}
                {...standing}
                elapsed={elapsed}
                halted={campaign.status !== 'running'}
              />
            ))}
          </MessageTable>
        </div>
      )}
    </Card>
  );
}
