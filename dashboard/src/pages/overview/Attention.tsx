import { Link } from 'wouter';
import type { Campaign } from '../../api/types/campaigns';
import type { Session } from '../../api/types/sessions';
import type { Webhook } from '../../api/webhooks';
import { useI18n } from '../../i18n/I18n';
import { Card } from '../../ui/Card';
import { concerns } from './concerns';

/** What does not go on without a person; at most five, each with its one button. */
export function Attention({
  sessions,
  campaigns,
  webhooks,
  now,
}: {
  sessions: readonly Session[];
  campaigns: readonly Campaign[];
  webhooks: readonly Webhook[];
  now: number;
}) {
  const { t, has } = useI18n();
  const found = concerns(sessions, campaigns, webhooks, now);
  return (
    <Card title={t('attention.title')} className="attention">
      {found.length === 0 ? (
        <p className="muted">{t('attention.none')}</p>
      ) : (
        <ul className="concerns">
          {found.map(({ id, tone, text, values, reason, action, href }) => {
            const key = `reason.${reason ?? ''}`;
            const words = { ...values, reason: has(key) ? t(key) : (reason ?? '') };
            return (
              <li key={id} className={`concern concern-${tone}`}>
                <span className="text">{t(text, words)}</span>
                <Link href={href} className="button">
                  {t(action, words)}
                </Link>
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}
