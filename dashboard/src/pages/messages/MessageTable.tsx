import { memo, type ReactNode } from 'react';
import { useSearchParams } from 'wouter';
import type { Message } from '../../api/types';
import { useI18n } from '../../i18n/I18n';
import type { BadgeName } from '../../live/badges';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { WaitWords } from './WaitWords';
import './messages.css';

const ACTIVE: ReadonlySet<BadgeName> = new Set(['reading', 'waiting_human', 'typing', 'sending']);

export function MessageTable({ selects = false, children }: { selects?: boolean; children: ReactNode }) {
  const { t } = useI18n();
  return (
    <table className="queue">
      <thead>
        <tr>
          {selects && (
            <th scope="col" className="select-cell">
              <span className="visually-hidden">{t('queue.select')}</span>
            </th>
          )}
          <th scope="col">{t('message.state')}</th>
          <th scope="col">{t('message.contact')}</th>
          <th scope="col">{t('message.number')}</th>
          <th scope="col">{t('message.from')}</th>
          <th scope="col" className="number-cell">
            {t('message.attempts')}
          </th>
          <th scope="col" className="number-cell">
            {t('message.time')}
          </th>
          <th scope="col">{t('message.actions')}</th>
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

interface Row {
  message: Message;
  badge: BadgeName;
  /** For how long it has had its badge, in milliseconds; left out where only times of day matter. */
  elapsed?: number;
  selected?: boolean;
  /** Selects it or takes it out; a range reaches from the row before. */
  onSelect?: (range: boolean) => void;
}

/** Many stand below each other while one changes. */
export const MessageRow = memo(function MessageRow({ message, badge, elapsed, selected = false, onSelect }: Row) {
  const { t, format } = useI18n();
  const [, setSearch] = useSearchParams();
  const person = message.name ?? message.to ?? t('message.nobody');
  const time = () => {
    if (elapsed !== undefined && ACTIVE.has(badge)) {
      return t('seconds', { seconds: format.seconds(Math.max(0, elapsed)) });
    }
    return format.time(
      message.status === 'queued' ? (message.nextAt ?? message.dueAt) : (message.sentAt ?? message.updatedAt),
    );
  };
  return (
    <tr data-message={message.id} data-row>
      {onSelect && (
        <td className="select-cell">
          <input
            type="checkbox"
            aria-label={t('queue.select.of', { person })}
            checked={selected}
            onClick={(event) => onSelect(event.shiftKey)}
            readOnly
          />
        </td>
      )}
      <td className="badge-cell">
        <Badge name={badge} />
      </td>
      <td className="name-cell">
        <bdi>{message.name ?? '–'}</bdi> <WaitWords message={message} />
      </td>
      <td className="mono phone-cell">{message.to ?? '–'}</td>
      <td className="from-cell">{message.sessionId ?? '–'}</td>
      <td className="number-cell attempts-cell">{format.number(message.attempts)}</td>
      <td className="number-cell time-cell">{time()}</td>
      <td className="action-cell">
        <Button
          data-row-open
          aria-label={t('message.details.of', { person })}
          onClick={() =>
            setSearch((search) => {
              search.set('m', String(message.id));
              return search;
            })
          }
        >
          {t('message.details')}
        </Button>
      </td>
    </tr>
  );
});
