import { Link } from 'wouter';
import type { Session } from '../../api/types';
import { useI18n } from '../../i18n/I18n';
import { Meter } from '../../ui/Meter';
import './numbers.css';
import { QualityMark } from './QualityMark';
import { SessionMark } from './SessionMark';

export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return words
    .slice(0, 2)
    .map((word) => Array.from(word)[0] ?? '')
    .join('')
    .toUpperCase();
}

export function NumberCard({ session }: { session: Session }) {
  const { t, format } = useI18n();
  const { usage, hourlyLimit, dailyLimit } = session;
  return (
    <li data-row className={session.simulated ? 'card number-card simulated' : 'card number-card'}>
      <div className="number-head">
        <span className="avatar" aria-hidden="true">
          {initials(session.name)}
        </span>
        <div className="number-names">
          <Link href={`/numbers/${encodeURIComponent(session.id)}`} data-row-open className="number-link text">
            {session.name}
          </Link>
          <p className="mono muted">{session.phoneNumber ?? t('numbers.noNumber')}</p>
        </div>
        <SessionMark state={session.state} />
      </div>
      <div className="row">
        <Meter
          label={t('numbers.hour')}
          used={usage.lastHour}
          most={hourlyLimit}
          text={`${format.number(usage.lastHour)}/${format.number(hourlyLimit)}`}
        />
        <Meter
          label={t('numbers.day')}
          used={usage.today}
          most={dailyLimit}
          text={`${format.number(usage.today)}/${format.number(dailyLimit)}`}
        />
      </div>
      <p className="muted">
        {session.simulated ? <b className="simulated-word">{t('simulator')}</b> : session.engine} ·{' '}
        {t('numbers.since', { time: format.time(session.since) })}
        {session.quality && (
          <>
            {' '}
            · {t('quality')} <QualityMark quality={session.quality} />
          </>
        )}
      </p>
    </li>
  );
}
