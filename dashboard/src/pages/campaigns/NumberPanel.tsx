import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { sessionsQuery } from '../../api/queries';
import type { Campaign } from '../../api/types';
import { useI18n } from '../../i18n/I18n';
import { Card } from '../../ui/Card';
import { Meter } from '../../ui/Meter';
import { initials } from '../numbers/NumberCard';
import '../numbers/numbers.css';
import { QualityMark } from '../numbers/QualityMark';
import { SessionMark } from '../numbers/SessionMark';

/** The number a campaign is sent from, and what it may still send. */
export function NumberPanel({ campaign }: { campaign: Campaign }) {
  const { t, format } = useI18n();
  const sessions = useQuery(sessionsQuery);
  const sender = campaign.session;
  const session = sessions.data?.find(({ id }) => id === sender?.id);
  if (!sender) {
    return (
      <Card title={t('campaign.number')}>
        <p>{t('campaign.noNumber')}</p>
      </Card>
    );
  }
  return (
    <Card className={campaign.simulated ? 'simulated' : ''}>
      <div className="number-head">
        <span className="avatar" aria-hidden="true">
          {initials(sender.name)}
        </span>
        <div className="number-names">
          <Link href={`/numbers/${encodeURIComponent(sender.id)}`} className="number-link text">
            {sender.name}
          </Link>
          <p className="mono">{sender.number ?? t('numbers.noNumber')}</p>
        </div>
        <SessionMark state={sender.state} />
      </div>
      {session && (
        <div className="row">
          <Meter
            label={t('numbers.day')}
            used={session.usage.today}
            most={session.dailyLimit}
            text={`${format.number(session.usage.today)}/${format.number(session.dailyLimit)}`}
          />
          <Meter
            label={t('numbers.hour')}
            used={session.usage.lastHour}
            most={session.hourlyLimit}
            text={`${format.number(session.usage.lastHour)}/${format.number(session.hourlyLimit)}`}
          />
        </div>
      )}
      {session?.quality && (
        <p className="muted">
          {t('quality')} <QualityMark quality={session.quality} />
        </p>
      )}
      {session?.restriction && (
        <p className="muted">{t('number.restricted', { until: format.full(session.restriction.until) })}</p>
      )}
    </Card>
  );
}
