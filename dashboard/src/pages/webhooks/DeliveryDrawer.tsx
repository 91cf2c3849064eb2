import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'wouter';
import { deliveryQuery, type Attempt, type DeliveryStory } from '../../api/webhooks';
import { useI18n } from '../../i18n/I18n';
import { StateMark } from '../../ui/Badge';
import { Dialog } from '../../ui/Dialog';
import { ErrorNote, Skeleton } from '../../ui/Notes';
import { DeliveryMark } from './DeliveryMark';
import { Resend } from './Resend';

const REFRESH_MS = 2_000;

/** One delivery: what is sent, each attempt and its answer, and when the next one is. */
export function DeliveryDrawer({ webhook }: { webhook: number }) {
  const [search, setSearch] = useSearchParams();
  const id = Number(search.get('d'));
  const { t } = useI18n();
  if (!id) {
    return null;
  }
  const close = () => {
    const next = new URLSearchParams(search);
    next.delete('d');
    setSearch(next, { replace: true });
  };
  return (
    <Dialog title={t('hooks.delivery.title', { id: String(id) })} open side onClose={close}>
      <Story webhook={webhook} id={id} />
    </Dialog>
  );
}

function Story({ webhook, id }: { webhook: number; id: number }) {
  const { t, format } = useI18n();
  const story = useQuery({ ...deliveryQuery(webhook, id), refetchInterval: REFRESH_MS });
  if (story.isPending) {
    return <Skeleton count={1} />;
  }
  if (!story.data) {
    return <ErrorNote error={story.error} onRetry={() => void story.refetch()} />;
  }
  const { type, state, nextAt, eventId, attemptLog, payload } = story.data;
  return (
    <div className="stack delivery-story" data-state={state}>
      <div className="row spread">
        <div className="row">
          <DeliveryMark state={state} />
          <span className="mono">{type}</span>
        </div>
        <div className="row">
          <Resend webhook={webhook} delivery={id} name={`${type} ${id}`} withCurl />
        </div>
      </div>
      <dl className="facts">
        <dt>webhook-id</dt>
        <dd className="mono text">{eventId}</dd>
        {nextAt && (
          <>
            <dt>{t('hooks.delivery.next')}</dt>
            <dd>
              <time dateTime={nextAt} data-next>
                {format.full(nextAt)}
              </time>{' '}
              <span className="muted">{format.ago(nextAt)}</span>
            </dd>
          </>
        )}
      </dl>
      <h3>{t('hooks.delivery.attempts')}</h3>
      <Attempts log={attemptLog} />
      <h3>{t('hooks.delivery.request')}</h3>
      <Payload story={payload} />
    </div>
  );
}

function Attempts({ log }: { log: readonly Attempt[] }) {
  const { t, has, format } = useI18n();
  if (log.length === 0) {
    return <p className="muted">{t('hooks.delivery.none')}</p>;
  }
  return (
    <ol className="attempts">
      {log.map((attempt, index) => {
        const why = `hooks.reason.${attempt.reason ?? ''}`;
        return (
          <li key={`${attempt.at} ${index}`} data-attempt>
            <div className="row spread">
              <StateMark tone={attempt.reason === null ? 'good' : 'bad'}>
                {attempt.reason === null ? t('hooks.delivery.delivered') : has(why) ? t(why) : attempt.reason}
              </StateMark>
              <span className="mono">{attempt.status ?? '–'}</span>
              <span className="muted">{format.number(attempt.tookMs)} ms</span>
              <time dateTime={attempt.at} title={format.full(attempt.at)}>
                {format.clock(attempt.at)}
              </time>
            </div>
            {attempt.answer !== '' && <pre className="command">{attempt.answer}</pre>}
          </li>
        );
      })}
    </ol>
  );
}

function Payload({ story }: { story: DeliveryStory['payload'] }) {
  const { t } = useI18n();
  return (
    <pre className="command" tabIndex={0} role="region" aria-label={t('hooks.delivery.request')}>
      {JSON.stringify(story, null, 2)}
    </pre>
  );
}
