import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { perform } from '../../api/deed';
import { sessionsQuery } from '../../api/queries';
import { changeWebhook, deleteWebhook, testWebhook, webhooksQuery, type Webhook } from '../../api/webhooks';
import { useI18n } from '../../i18n/I18n';
import { StateMark } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { CurlMenu } from '../../ui/Curl';
import { ErrorNote, Note } from '../../ui/Notes';
import { TypedConfirm } from '../../ui/TypedConfirm';
import { EditWebhook } from './EditWebhook';
import { HealthBar } from './HealthBar';
import { RotateSecret } from './RotateSecret';
import { hostOf } from './words';

const MOST_EVENTS = 4;

type Layer = 'edit' | 'rotate' | 'delete' | null;

/** One webhook: how it does, and what can be done with it. */
export function WebhookCard({
  webhook,
  current,
  readOnly,
  onChoose,
}: {
  webhook: Webhook;
  current: boolean;
  readOnly: boolean;
  onChoose: () => void;
}) {
  const { t } = useI18n();
  const number = useQuery(sessionsQuery).data?.find(({ id }) => id === webhook.sessionId);
  const name = webhook.description || hostOf(webhook.url);
  const more = webhook.events.length - MOST_EVENTS;
  return (
    <li className={`card hook${current ? ' hook-current' : ''}`}>
      <div className="row spread">
        <h2 className="text">
          <button type="button" className="link hook-open" aria-pressed={current} onClick={onChoose}>
            {name}
          </button>
        </h2>
        <Standing webhook={webhook} />
      </div>
      <p className="mono muted hook-url">{webhook.url}</p>
      <p className="row hook-events">
        {webhook.events.slice(0, MOST_EVENTS).map((type) => (
          <span key={type} className="hook-event mono">
            {type}
          </span>
        ))}
        {more > 0 && <span className="muted">{t('hooks.events.more', { count: more })}</span>}
        {webhook.sessionId && (
          <span className="muted">{t('hooks.only.number', { name: number?.name ?? webhook.sessionId })}</span>
        )}
      </p>
      <Trouble webhook={webhook} />
      <HealthBar hours={webhook.hours} />
      {!readOnly && <Actions webhook={webhook} name={name} />}
    </li>
  );
}

function Standing({ webhook }: { webhook: Webhook }) {
  const { t } = useI18n();
  if (!webhook.enabled) {
    const chosen = webhook.disabledReason === 'by_user';
    return <StateMark tone={chosen ? 'calm' : 'bad'}>{t('hooks.state.off')}</StateMark>;
  }
  return webhook.failingSince === null ? (
    <StateMark tone="good">{t('hooks.state.on')}</StateMark>
  ) : (
    <StateMark tone="warn">{t('hooks.state.failing')}</StateMark>
  );
}

/** Why nothing arrives, since when, and what happens next. */
function Trouble({ webhook }: { webhook: Webhook }) {
  const { t, has, format } = useI18n();
  const { enabled, disabledReason, disabledAt, failingSince } = webhook;
  if (!enabled && disabledReason !== null && disabledReason !== 'by_user') {
    const key = `hooks.disabled.${disabledReason}`;
    return (
      <Note tone="bad">
        <p>
          {has(key) ? t(key) : disabledReason} {disabledAt && t('hooks.disabled.at', format.at(disabledAt))}
        </p>
      </Note>
    );
  }
  if (enabled && failingSince !== null) {
    return (
      <Note tone="warn">
        <p>{t('hooks.failing', format.at(failingSince))}</p>
      </Note>
    );
  }
  return null;
}

function Actions({ webhook, name }: { webhook: Webhook; name: string }) {
  const { t } = useI18n();
  const queries = useQueryClient();
  const [layer, setLayer] = useState<Layer>(null);
  const refresh = () => queries.invalidateQueries({ queryKey: webhooksQuery.queryKey });
  const switching = changeWebhook(webhook.id, { enabled: !webhook.enabled });
  const testing = testWebhook(webhook.id);
  const toggle = useMutation({
    mutationFn: () => perform(switching),
    onSuccess: refresh,
  });
  const test = useMutation({ mutationFn: () => perform(testing) });
  const close = () => setLayer(null);
  return (
    <>
      <div className="row">
        <Button busy={test.isPending} onClick={() => test.mutate()}>
          {t('hooks.test')}
        </Button>
        <Button onClick={() => setLayer('edit')}>{t('hooks.edit')}</Button>
        <Button onClick={() => setLayer('rotate')}>{t('hooks.rotate')}</Button>
        <Button busy={toggle.isPending} onClick={() => toggle.mutate()}>
          {t(webhook.enabled ? 'hooks.disable' : 'hooks.enable')}
        </Button>
        <Button look="quiet" onClick={() => setLayer('delete')}>
          {t('hooks.delete')}
        </Button>
        <CurlMenu
          deeds={[
            { label: t('hooks.test'), deed: testing },
            { label: t(webhook.enabled ? 'hooks.disable' : 'hooks.enable'), deed: switching },
          ]}
        />
      </div>
      <TestResult result={test.data} />
      {(toggle.error ?? test.error) && <ErrorNote error={toggle.error ?? test.error} />}
      {layer === 'edit' && <EditWebhook webhook={webhook} onClose={close} onMade={close} />}
      {layer === 'rotate' && <RotateSecret webhook={webhook} onClose={close} />}
      {layer === 'delete' && (
        <TypedConfirm
          title={t('hooks.delete.title', { name })}
          about={t('hooks.delete.about')}
          word={name}
          submit={t('hooks.delete')}
          deed={deleteWebhook(webhook.id)}
          onDone={() => {
            close();
            void refresh();
          }}
          onClose={close}
        />
      )}
    </>
  );
}

function TestResult({
  result,
}: {
  result: { status: number | null; reason: string | null; tookMs: number } | undefined;
}) {
  const { t, has, format } = useI18n();
  if (!result) {
    return null;
  }
  const key = `hooks.reason.${result.reason ?? ''}`;
  const why = has(key) ? t(key) : (result.reason ?? '');
  const took = `${format.number(result.tookMs)} ms`;
  return (
    <div role="status">
      <Note tone={result.reason === null ? 'calm' : 'bad'}>
        {result.reason === null
          ? t('hooks.test.well', { status: String(result.status), took })
          : t('hooks.test.ill', { why, status: String(result.status ?? '–'), took })}
      </Note>
    </div>
  );
}
