import { useQuery } from '@tanstack/react-query';
import { createContext, memo, use, useCallback, useMemo, type HTMLAttributes, type ReactNode, type Ref } from 'react';
import { useSearchParams } from 'wouter';
import { sessionsQuery } from '../../api/queries';
import type { Message } from '../../api/types/messages';
import type { Session } from '../../api/types/sessions';
import { useI18n } from '../../i18n/I18n';
import type { BadgeName } from '../../live/badges';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { WaitWords } from './WaitWords';
import './messages.css';

const ACTIVE: ReadonlySet<BadgeName> = new Set(['reading', 'waiting_human', 'typing', 'sending']);

/** What all rows of a table need: each asking for itself makes long tables slow to draw. */
interface Shared {
  senders: ReadonlyMap<string, Session>;
  open: (message: number) => void;
}

const SharedContext = createContext<Shared>({ senders: new Map(), open: () => undefined });

function useShared(): Shared {
  const sessions = useQuery({ ...sessionsQuery, staleTime: Infinity }).data;
  const [, setSearch] = useSearchParams();
  const open = useCallback(
    (message: number) =>
      setSearch((search) => {
        search.set('m', String(message));
        return search;
      }),
    [setSearch],
  );
  return useMemo(() => ({ senders: new Map(sessions?.map((each) => [each.id, each])), open }), [sessions, open]);
}

interface Table extends HTMLAttributes<HTMLTableElement> {
  selects?: boolean;
  /** How many rows there are, where only some of them stand in the page. */
  rows?: number;
  children: ReactNode;
}

export function MessageTable({ selects = false, rows, className = '', children, ...rest }: Table) {
  const { t } = useI18n();
  const shared = useShared();
  return (
    <table className={`queue ${className}`} aria-rowcount={rows === undefined ? undefined : rows + 1} {...rest}>
      <thead>
        <tr>
          {selects && (
            <th scope="col" className="select-cell">
              <span className="visually-hidden">{t('queue.select')}</span>
            </th>
          )}
          <th scope="col" className="badge-cell">
            {t('message.state')}
          </th>
          <th scope="col" className="name-cell">
            {t('message.contact')}
          </th>
          <th scope="col" className="phone-cell">
            {t('message.number')}
          </th>
          <th scope="col" className="from-cell">
            {t('message.from')}
          </th>
          <th scope="col" className="number-cell attempts-cell">
            {t('message.attempts')}
          </th>
          <th scope="col" className="number-cell time-cell">
            {t('message.time')}
          </th>
          <th scope="col" className="action-cell">
            {t('message.actions')}
          </th>
        </tr>
      </thead>
      <tbody>
        <SharedContext value={shared}>{children}</SharedContext>
      </tbody>
    </table>
  );
}

interface Row {
  message: Message;
  badge: BadgeName;
  /** Which attempt it is at; otherwise how many were counted. */
  attempts?: number;
  /** When it got its badge, where that is known better than by the message. */
  changedAt?: number | undefined;
  /** For how long it has had its badge, in milliseconds; left out where only times of day matter. */
  elapsed?: number;
  /** Whether its campaign does not go on by itself: nothing is expected of it then. */
  halted?: boolean;
  selected?: boolean;
  /** Selects it or takes it out; a range reaches from the row before. */
  onSelect?: (id: number, range: boolean) => void;
  /** Its place among all rows, from 0, where only some of them stand in the page. */
  index?: number;
  /** Measures it. */
  ref?: Ref<HTMLTableRowElement>;
}

/** Many stand below each other while one changes. */
export const MessageRow = memo(function MessageRow(row: Row) {
  const { message, badge, attempts = message.attempts, selected = false, onSelect, index, ref } = row;
  const { t, format } = useI18n();
  const { senders, open } = use(SharedContext);
  const person = message.name ?? message.international ?? t('message.nobody');
  return (
    <tr
      ref={ref}
      data-message={message.id}
      data-row
      data-index={index}
      aria-rowindex={index === undefined ? undefined : index + 2}
    >
      {onSelect && (
        <td className="select-cell">
          <input
            type="checkbox"
            aria-label={t('queue.select.of', { person })}
            checked={selected}
            onClick={(event) => onSelect(message.id, event.shiftKey)}
            readOnly
          />
        </td>
      )}
      <td className="badge-cell">
        <Badge name={badge} />
      </td>
      <td className="name-cell">
        <bdi>{message.name ?? '–'}</bdi> <WaitWords message={message} badge={badge} brief />
        {message.textVersion > 1 && (
          <span className="muted" data-version={message.textVersion}>
            {' '}
            {t('message.version', { version: message.textVersion })}
          </span>
        )}
      </td>
      <td className="mono phone-cell">{message.international ?? '–'}</td>
      <td className="from-cell">
        {message.sessionId === null ? (
          '–'
        ) : (
          <SenderName id={message.sessionId} sender={senders.get(message.sessionId)} />
        )}
      </td>
      <td className="number-cell attempts-cell">{format.number(attempts)}</td>
      <td className="number-cell time-cell">
        <RowTime {...row} />
      </td>
      <td className="action-cell">
        <Button data-row-open aria-label={t('message.details.of', { person })} onClick={() => open(message.id)}>
          {t('message.details')}
        </Button>
      </td>
    </tr>
  );
});

/** The name its owner gave it, and all of it with its phone on hover; its id while neither is known. */
function SenderName({ id, sender }: { id: string; sender: Session | undefined }) {
  const name = sender?.name ?? id;
  return <bdi title={[name, sender?.international ?? ''].join(' ').trim()}>{name}</bdi>;
}

const WAITS: ReadonlySet<BadgeName> = new Set(['queued', 'rate_limit', 'retry']);

/** When a waiting message is expected to go. A campaign's first messages are all due at once: their turn has no time. */
function expectedAt({ nextAt, dueAt, step, campaignId }: Message, halted: boolean): string | null {
  if (halted) {
    return null;
  }
  return nextAt ?? (step > 0 || campaignId === null ? dueAt : null);
}

/** For how long, when, or when next. */
function RowTime({ message, badge, changedAt, elapsed, halted = false }: Row) {
  const { t, format } = useI18n();
  if (elapsed !== undefined && ACTIVE.has(badge)) {
    return t('seconds', { seconds: format.seconds(Math.max(0, elapsed)) });
  }
  if (WAITS.has(badge)) {
    const at = expectedAt(message, halted);
    return at === null ? '–' : format.time(at);
  }
  return format.time(changedAt ?? message.sentAt ?? message.updatedAt);
}
