import { useQuery } from '@tanstack/react-query';
import { healthQuery } from '../../api/access';
import { useI18n } from '../../i18n/I18n';
import { StateMark } from '../../ui/Badge';
import { Card } from '../../ui/Card';
import { ErrorNote } from '../../ui/Notes';

/** Whether the product works, and which one it is. */
export function HealthCard() {
  const { t, has, format } = useI18n();
  const health = useQuery(healthQuery);
  const well = health.data?.status === 'ok';
  const reason = `health.reason.${health.data?.reason ?? ''}`;
  return (
    <Card title={t('settings.health')}>
      {health.error && <ErrorNote error={health.error} onRetry={() => void health.refetch()} />}
      {health.data && (
        <dl className="facts">
          <dt>{t('health.title')}</dt>
          <dd>
            <StateMark tone={well ? 'good' : 'warn'}>{t(well ? 'health.ok' : 'health.degraded')}</StateMark>{' '}
            {has(reason) && t(reason)}
          </dd>
          <dt>{t('settings.health.numbers')}</dt>
          <dd>{format.number(health.data.multiSession.totalSessions)}</dd>
          <dt>{t('settings.health.at')}</dt>
          <dd>{format.clock(health.data.timestamp)}</dd>
          <dt>{t('settings.version')}</dt>
          <dd>{__VERSION__}</dd>
        </dl>
      )}
      <p>
        <a href="/health">/health</a> · <a href="/docs">/docs</a>
      </p>
    </Card>
  );
}
