import { useQuery } from '@tanstack/react-query';
import { curlOf, curlToRead } from '../../api/deed';
import { sendMessage } from '../../api/deeds';
import { sessionsQuery } from '../../api/queries';
import { useI18n } from '../../i18n/I18n';
import { Card } from '../../ui/Card';
import { CopyButton } from '../../ui/Copy';

const PERSON = '+39 333 100 0001';

/** Two commands that work at once: one looks, one sends. */
export function FirstCalls() {
  const { t } = useI18n();
  const sessions = useQuery(sessionsQuery);
  const ready = sessions.data?.filter(({ state }) => state === 'ready') ?? [];
  const number = ready.find(({ simulated }) => simulated) ?? ready[0] ?? sessions.data?.[0];
  const send = sendMessage({ sessionId: number?.id ?? 'demo', to: PERSON, text: t('test.default') });
  return (
    <Card title={t('apikeys.first.title')}>
      <p className="muted">{t('apikeys.first.text')}</p>
      <Command title={t('apikeys.first.read')} text={curlToRead('/api/v1/sessions', location.origin)} />
      <Command title={t('apikeys.first.send')} text={curlOf(send, location.origin)} />
      <p>
        {t('apikeys.first.more')} <a href="/docs">{t('apikeys.docs')}</a> ·{' '}
        <a href="/docs/openapi.json">openapi.json</a>
      </p>
    </Card>
  );
}

function Command({ title, text }: { title: string; text: string }) {
  const { t } = useI18n();
  return (
    <div className="stack">
      <div className="row spread">
        <h3>{title}</h3>
        <CopyButton look="quiet" text={text} label={t('copy')} name={`${t('copy')}: ${title}`} />
      </div>
      <pre className="command" tabIndex={0} role="region" aria-label={title}>
        {text}
      </pre>
    </div>
  );
}
