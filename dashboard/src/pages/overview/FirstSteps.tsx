import { useState } from 'react';
import { Link } from 'wouter';
import type { Campaign } from '../../api/types/campaigns';
import type { Session } from '../../api/types/sessions';
import type { Webhook } from '../../api/webhooks';
import { useI18n } from '../../i18n/I18n';
import type { TextKey } from '../../i18n/languages';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';

const HIDDEN = 'staffetta.steps';

/** What to try first, until all of it is done or somebody has seen enough. */
export function FirstSteps({
  sessions,
  campaigns,
  webhooks,
}: {
  sessions: readonly Session[];
  campaigns: readonly Campaign[];
  webhooks: readonly Webhook[];
}) {
  const { t } = useI18n();
  const [hidden, setHidden] = useState(() => localStorage.getItem(HIDDEN) === 'yes');
  const linked = sessions.find(({ phoneNumber }) => phoneNumber !== null);
  const number = linked ? `/numbers/${encodeURIComponent(linked.id)}` : '/numbers';
  const steps: { key: TextKey; done: boolean; href: string }[] = [
    { key: 'steps.number', done: linked !== undefined, href: '/numbers' },
    { key: 'steps.message', done: sessions.some(({ stats }) => stats.messagesSent > 0), href: number },
    { key: 'steps.campaign', done: campaigns.some(({ startedAt }) => startedAt !== null), href: '/campaigns/new/who' },
    {
      key: 'steps.real',
      done: sessions.some(({ simulated, phoneNumber }) => !simulated && phoneNumber !== null),
      href: '/numbers',
    },
    { key: 'steps.webhook', done: webhooks.length > 0, href: '/webhooks' },
  ];
  if (hidden || steps.every(({ done }) => done)) {
    return null;
  }
  const next = steps.find(({ done }) => !done);
  const hide = () => {
    localStorage.setItem(HIDDEN, 'yes');
    setHidden(true);
  };
  return (
    <Card
      title={t('steps.title')}
      aside={
        <Button look="quiet" onClick={hide}>
          {t('steps.hide')}
        </Button>
      }
    >
      <ol className="first-steps">
        {steps.map(({ key, done, href }) => (
          <li key={key} className={done ? 'step-done' : ''}>
            <span className="step-mark" aria-hidden="true">
              {done ? '✓' : ''}
            </span>
            {done ? (
              <span>
                {t(key)} <span className="visually-hidden">{t('steps.done')}</span>
              </span>
            ) : (
              <Link href={href} aria-current={key === next?.key ? 'step' : undefined}>
                {t(key)}
              </Link>
            )}
          </li>
        ))}
      </ol>
    </Card>
  );
}
