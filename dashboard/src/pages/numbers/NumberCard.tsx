import { Link } from 'wouter';
import type { Campaign } from '../../api/types/campaigns';
import type { Session } from '../../api/types/sessions';
import { useI18n } from '../../i18n/I18n';
import { AccountFacts, AccountHead, LimitMeters } from './Account';
import './numbers.css';

const SHOWN = 3;

interface Props {
  session: Session;
  /** Those that are sent from it and have not ended. */
  campaigns: readonly Campaign[];
  selected: boolean;
  onSelect: () => void;
}

/** A number: who it is, how it is, what it has sent, and for which campaigns. */
export function NumberCard({ session, campaigns, selected, onSelect }: Props) {
  const { t, format } = useI18n();
  const kind = session.simulated ? 'card number-card simulated' : 'card number-card';
  return (
    <li data-row className={selected ? `${kind} chosen` : kind} data-number={session.id}>
      <AccountHead session={session}>
        <Link href={`/numbers/${encodeURIComponent(session.id)}`} data-row-open className="number-link text">
          {session.name}
        </Link>
      </AccountHead>
      <LimitMeters session={session} />
      <AccountFacts session={session} />
      {session.notices.some(({ code }) => code === 'default_session_waits') && (
        <p className="muted" data-default>
          {t('number.default.short')}
        </p>
      )}
      <UsedBy campaigns={campaigns} />
      <div className="row spread">
        <p className="muted">
          {session.simulated ? <b className="simulated-word">{t('simulator')}</b> : session.engine} ·{' '}
          {t('numbers.since', format.at(session.since))}
        </p>
        <label className="check number-select">
          <input
            type="checkbox"
            checked={selected}
            onChange={onSelect}
            aria-label={t('numbers.select', { name: session.name })}
          />
          <span aria-hidden="true">{t('numbers.select.short')}</span>
        </label>
      </div>
    </li>
  );
}

function UsedBy({ campaigns }: { campaigns: readonly Campaign[] }) {
  const { t } = useI18n();
  if (campaigns.length === 0) {
    return <p className="muted">{t('numbers.unused')}</p>;
  }
  return (
    <p className="used-by">
      <span className="muted">{t('numbers.used', { count: campaigns.length })}</span>{' '}
      {campaigns.slice(0, SHOWN).map(({ publicId, name }, index) => (
        <span key={publicId}>
          {index > 0 && ', '}
          <Link href={`/campaigns/${publicId}`} className="text">
            {name}
          </Link>
        </span>
      ))}
      {campaigns.length > SHOWN && ' …'}
    </p>
  );
}
