import { useQuery } from '@tanstack/react-query';
import { fetchMessages } from '../../api/queries';
import { useI18n } from '../../i18n/I18n';
import { usePolling } from '../../live/Live';
import { ErrorNote, Skeleton } from '../../ui/Notes';
import { MessageRow, MessageTable } from '../messages/MessageTable';
import { useLiveTable } from '../messages/useLiveTable';
import { fits, inServersWords, type Scope } from './filter';
import { NoRows } from './NoRows';
import { TABS, type Choice } from './tabs';

/** As many as numbers may be writing at once on one screen. */
const MOST_ROWS = 100;

/** What is being written just now. Rows keep their place, and what has ended stays a moment. */
export function LiveRows({ choice, scope }: { choice: Choice; scope: Scope }) {
  const { t } = useI18n();
  const { where } = inServersWords(scope);
  const status = choice.state ?? TABS[choice.tab].states.join();
  const messages = useQuery({
    queryKey: ['messages', 'under way', where, status],
    queryFn: async () => (await fetchMessages({ ...where, status, order: 'oldest', limit: MOST_ROWS })).items,
    refetchInterval: usePolling(),
  });
  const { table, hold, release } = useLiveTable(messages.data, MOST_ROWS);
  const rows = table.rows.filter(({ message }) => fits(message, scope));
  if (messages.isPending) {
    return <Skeleton count={1} />;
  }
  if (!messages.data) {
    return <ErrorNote error={messages.error} onRetry={() => void messages.refetch()} />;
  }
  return (
    <div className="stack">
      <p role="status" className="muted row queue-news">
        {table.waiting > 0 && t('queue.new', { count: table.waiting })}
      </p>
      {rows.length === 0 ? (
        <NoRows tab={choice.tab} scope={scope} />
      ) : (
        <div onPointerEnter={hold} onPointerLeave={release} onFocus={hold} onBlur={release}>
          <MessageTable>
            {rows.map(({ message, standing, elapsed }) => (
              <MessageRow key={message.id} message={message} {...standing} elapsed={elapsed} />
            ))}
          </MessageTable>
        </div>
      )}
    </div>
  );
}
