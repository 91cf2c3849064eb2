import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { sessionsQuery } from '../../api/queries';
import { useI18n } from '../../i18n/I18n';
import { Card } from '../../ui/Card';

/** How fast each number may send; set with the number itself. */
export function Pace() {
  const { t, format } = useI18n();
  const sessions = useQuery(sessionsQuery);
  return (
    <Card title={t('settings.pace')}>
      <p className="muted">{t('settings.pace.hint')}</p>
      {sessions.data?.length === 0 && <p>{t('settings.pace.none')}</p>}
      <ul className="pace">
        {sessions.data?.map(({ id, name, hourlyLimit, dailyLimit }) => (
          <li key={id}>
            <Link href={`/numbers/${encodeURIComponent(id)}`}>
              <bdi className="text">{name}</bdi>
            </Link>
            <span className="muted">
              {t('settings.pace.of', { hour: format.limit(hourlyLimit), day: format.limit(dailyLimit) })}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
