import type { Session } from '../../api/types/sessions';
import { useI18n } from '../../i18n/I18n';
import { Card } from '../../ui/Card';
import { Meter } from '../../ui/Meter';
import { QualityMark } from './QualityMark';

/** How a number is: who it is, since when, what it has sent. */
export function Health({ session }: { session: Session }) {
  const { t, has, format } = useI18n();
  const engine = `engine.${session.engine}`;
  const { usage, hourlyLimit, dailyLimit } = session;
  return (
    <Card title={t('health.title')}>
      <div className="row">
        <Meter
          label={t('numbers.hour')}
          used={usage.lastHour}
          most={hourlyLimit}
          text={`${format.number(usage.lastHour)}/${format.limit(hourlyLimit)}`}
        />
        <Meter
          label={t('numbers.day')}
          used={usage.today}
          most={dailyLimit}
          text={`${format.number(usage.today)}/${format.limit(dailyLimit)}`}
        />
      </div>
      <dl className="facts">
        <dt>{t('health.number')}</dt>
        <dd className={session.international === null ? 'muted' : 'mono'}>
          {session.international ?? t('numbers.noNumber')}
        </dd>
        <dt>{t('health.name')}</dt>
        <dd className="text">{session.displayName ?? '–'}</dd>
        <dt>{t('health.engine')}</dt>
        <dd>{session.simulated ? t('simulator') : has(engine) ? t(engine) : session.engine}</dd>
        {session.quality && (
          <>
            <dt>{t('quality')}</dt>
            <dd>
              <QualityMark quality={session.quality} />
            </dd>
          </>
        )}
        <dt>{t('health.since')}</dt>
        <dd>{format.full(session.since)}</dd>
        {session.lastProofOfLife && (
          <>
            <dt>{t('health.proof')}</dt>
            <dd>{format.full(session.lastProofOfLife)}</dd>
          </>
        )}
        <dt>{t('health.sent')}</dt>
        <dd>{format.number(session.stats.messagesSent)}</dd>
        <dt>{t('health.id')}</dt>
        <dd className="mono">{session.id}</dd>
      </dl>
    </Card>
  );
}
