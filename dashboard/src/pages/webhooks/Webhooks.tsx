import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { webhooksQuery } from '../../api/webhooks';
import { PageHead } from '../../app/PageHead';
import { useNarrow } from '../../app/useNarrow';
import { useI18n } from '../../i18n/I18n';
import { Button } from '../../ui/Button';
import { Empty, ErrorNote, Note, Skeleton } from '../../ui/Notes';
import { DeliveryDrawer } from './DeliveryDrawer';
import { DeliveryLog } from './DeliveryLog';
import { EditWebhook } from './EditWebhook';
import { VerifySample } from './VerifySample';
import { WebhookCard } from './WebhookCard';
import '../keys/keys.css';
import '../messages/messages.css';
import '../numbers/numbers.css';
import './webhooks.css';

const REFRESH_MS = 5_000;

/** The addresses that are told what happens, and what they were told; on a phone only the log. */
export default function Webhooks() {
  const { t } = useI18n();
  const narrow = useNarrow();
  const [creating, setCreating] = useState(false);
  const [search, setSearch] = useSearchParams();
  const webhooks = useQuery({ ...webhooksQuery, refetchInterval: REFRESH_MS });
  const wanted = Number(search.get('w'));
  const shown = webhooks.data?.find(({ id }) => id === wanted) ?? webhooks.data?.[0];
  const choose = (id: number) => setSearch({ w: String(id) }, { replace: true });
  return (
    <>
      <PageHead title={t('nav.webhooks')}>
        {!narrow && (
          <Button look="primary" onClick={() => setCreating(true)}>
            {t('hooks.create.open')}
          </Button>
        )}
      </PageHead>
      {narrow && <Note>{t('hooks.phone')}</Note>}
      {webhooks.isPending && <Skeleton count={1} />}
      {webhooks.error && <ErrorNote error={webhooks.error} onRetry={() => void webhooks.refetch()} />}
      {webhooks.data?.length === 0 && (
        <>
          <Empty title={t('hooks.empty.title')} text={t('hooks.empty.text')}>
            {!narrow && <Button onClick={() => setCreating(true)}>{t('hooks.create.open')}</Button>}
          </Empty>
          <VerifySample />
        </>
      )}
      {webhooks.data && shown && (
        <>
          <ul className="hook-list">
            {webhooks.data.map((webhook) => (
              <WebhookCard
                key={webhook.id}
                webhook={webhook}
                current={webhook.id === shown.id}
                readOnly={narrow}
                onChoose={() => choose(webhook.id)}
              />
            ))}
          </ul>
          <DeliveryLog key={shown.id} webhook={shown} readOnly={narrow} />
          <DeliveryDrawer webhook={shown.id} />
          {!narrow && <VerifySample />}
        </>
      )}
      {creating && <EditWebhook onClose={() => setCreating(false)} onMade={choose} />}
    </>
  );
}
