import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { curlToRead, perform, type Deed } from '../../api/deed';
import { forceMessage, resolveMessage, retryMessage } from '../../api/deeds';
import { invalidateLists, messageQuery } from '../../api/queries';
import type { MessageStory } from '../../api/types/messages';
import { useI18n } from '../../i18n/I18n';
import { badgeOf } from '../../live/badges';
import { usePhases, usePolling } from '../../live/Live';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { CopyButton } from '../../ui/Copy';
import { CurlMenu } from '../../ui/Curl';
import { ErrorNote, Note } from '../../ui/Notes';
import { FixNote } from './FailureWords';
import { repeatOf } from './failures';
import { Marked } from '../../ui/Marked';
import { Timeline } from './Timeline';
import { WaitWords } from './WaitWords';
import './messages.css';

/** All that happened to one message, and what can be done about it. */
export default function Story({ id }: { id: number }) {
  const { t } = useI18n();
  const phase = usePhases().get(id);
  const story = useQuery({ ...messageQuery(id), refetchInterval: usePolling() });
  if (story.error) {
    return <ErrorNote error={story.error} onRetry={() => void story.refetch()} />;
  }
  if (!story.data) {
    return <p className="muted">{t('loading')}</p>;
  }
  const message = story.data;
  const badge = badgeOf(message, phase);
  return (
    <div className="stack">
      <div className="row">
        <Badge name={badge} />
        <WaitWords message={message} badge={badge} />
        {message.textVersion > 1 && (
          <span className="muted">{t('message.version', { version: message.textVersion })}</span>
        )}
      </div>
      <p>
        <b className="text">{message.name ?? t('message.nobody')}</b>{' '}
        <span className="mono">{message.international ?? ''}</span>
      </p>
      {message.text === null ? (
        <p className="muted">{t('message.noText')}</p>
      ) : (
        <p className="bubble">
          <Marked text={message.text} />
        </p>
      )}
      <FixNote message={message} />
      <Deeds message={message} />
      <h3>{t('message.timeline')}</h3>
      <Timeline steps={message.timeline} now={story.dataUpdatedAt} />
      <RawJson message={message} />
      <div className="row">
        <CopyButton
          shortcut="c"
          label={t('message.curl')}
          text={curlToRead(`/api/v1/messages/${id}`, location.origin)}
        />
      </div>
    </div>
  );
}

/** What a person may do about it, as it stands. */
function Deeds({ message }: { message: MessageStory }) {
  const { t } = useI18n();
  const queries = useQueryClient();
  const [forcing, setForcing] = useState(false);
  const act = useMutation({
    mutationFn: (deed: Deed<MessageStory>) => perform(deed),
    onSuccess: (told) => {
      queries.setQueryData(messageQuery(message.id).queryKey, told);
      setForcing(false);
    },
    onSettled: () => invalidateLists(queries),
  });
  const { id, status } = message;
  const repeat = status === 'failed' ? repeatOf(message) : 'never';
  const open = status === 'unconfirmed' || status === 'in_doubt';
  const possible = [
    ...(repeat !== 'never' ? [{ label: t('message.retry'), deed: retryMessage(id) }] : []),
    ...(status === 'queued' ? [{ label: t('message.force'), deed: forceMessage(id) }] : []),
    ...(open
      ? [
          { label: t('message.arrived'), deed: resolveMessage(id, 'sent') },
          { label: t('message.notArrived'), deed: resolveMessage(id, 'failed') },
        ]
      : []),
  ];
  return (
    <>
      {open && (
        <Note tone="warn">
          <p>{t('message.verify', { phone: message.international ?? '–', number: message.sessionId ?? '–' })}</p>
        </Note>
      )}
      <div className="row">
        {repeat !== 'never' && (
          <Button
            look={repeat === 'yes' ? 'primary' : 'plain'}
            aria-keyshortcuts="r"
            busy={act.isPending}
            onClick={() => act.mutate(retryMessage(id))}
          >
            {t('message.retry')}
          </Button>
        )}
        {status === 'queued' && !forcing && (
          <Button aria-keyshortcuts="f" onClick={() => setForcing(true)}>
            {t('message.force')}
          </Button>
        )}
        {open && (
          <>
            <Button look="primary" busy={act.isPending} onClick={() => act.mutate(resolveMessage(id, 'sent'))}>
              {t('message.arrived')}
            </Button>
            <Button busy={act.isPending} onClick={() => act.mutate(resolveMessage(id, 'failed'))}>
              {t('message.notArrived')}
            </Button>
          </>
        )}
        <CurlMenu deeds={possible} />
      </div>
      {forcing && status === 'queued' && (
        <Note tone="warn">
          <p>{t('message.force.ask')}</p>
          <div className="row">
            <Button onClick={() => setForcing(false)}>{t('cancel')}</Button>
            <Button look="danger" busy={act.isPending} onClick={() => act.mutate(forceMessage(id))}>
              {t('message.force')}
            </Button>
          </div>
        </Note>
      )}
      {act.error && <ErrorNote error={act.error} />}
    </>
  );
}

/** All that the API says of it. */
function RawJson({ message }: { message: MessageStory }) {
  const { t } = useI18n();
  const json = JSON.stringify(message, null, 2);
  return (
    <details className="raw">
      <summary>{t('message.raw')}</summary>
      <pre className="mono" tabIndex={0} role="region" aria-label={t('message.raw')}>
        {json}
      </pre>
      <CopyButton look="quiet" label={t('message.raw.copy')} text={json} />
    </details>
  );
}
