import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { perform } from '../../api/deed';
import { sendMessage } from '../../api/deeds';
import { contactQuery } from '../../api/people';
import { messageQuery } from '../../api/queries';
import type { Session } from '../../api/types/sessions';
import { useI18n } from '../../i18n/I18n';
import { badgeOf } from '../../live/badges';
import { usePhases, usePolling } from '../../live/Live';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { CurlButton } from '../../ui/Curl';
import { TextArea, TextField } from '../../ui/Field';
import { ErrorNote } from '../../ui/Notes';
import { Marked } from '../../ui/Marked';
import { WaitWords } from '../messages/WaitWords';
import '../messages/messages.css';

const SIMULATED_PERSON = '+39 333 100 0001';

/** One message to try a number with, watched until it ends. */
export function TestMessage({ session }: { session: Session }) {
  const { t } = useI18n();
  const [to, setTo] = useState(session.ownNumber ?? (session.simulated ? SIMULATED_PERSON : ''));
  const [text, setText] = useState(t('test.default'));
  const deed = sendMessage({ sessionId: session.id, to, text });
  const send = useMutation({
    mutationFn: () => perform(deed),
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    send.mutate();
  };
  return (
    <Card title={t('test.title')}>
      <form className="stack" onSubmit={submit}>
        <TextField
          label={t('test.to')}
          type="tel"
          required
          value={to}
          onChange={(event) => setTo(event.target.value)}
        />
        <TextArea label={t('test.text')} required value={text} onChange={(event) => setText(event.target.value)} />
        {send.error && <ErrorNote error={send.error} />}
        <div className="row">
          <Button type="submit" look="primary" busy={send.isPending}>
            {t('test.send')}
          </Button>
          <CurlButton deed={deed} />
          {send.data && <Progress id={send.data.id} />}
        </div>
        {send.data && <Answer id={send.data.id} />}
      </form>
    </Card>
  );
}

function Progress({ id }: { id: number }) {
  const phase = usePhases().get(id);
  const message = useQuery({ ...messageQuery(id), refetchInterval: usePolling() });
  return (
    <span role="status" className="row" data-message={id}>
      {message.data && (
        <>
          <Badge name={badgeOf(message.data, phase)} />
          <WaitWords message={message.data} />
        </>
      )}
    </span>
  );
}

/** What the person wrote since. */
function Answer({ id }: { id: number }) {
  const { t, format } = useI18n();
  const { data: message } = useQuery(messageQuery(id));
  const to = message?.to ?? '';
  const polling = usePolling();
  const history = useQuery({ ...contactQuery(to), enabled: to !== '', refetchInterval: polling });
  const answers = message
    ? history.data?.received.filter((each) => each.sessionId === message.sessionId && each.at >= message.createdAt)
    : undefined;
  const last = answers?.at(0);
  return (
    <div role="status" className="answer">
      {history.data && last && (
        <>
          <p className="muted">
            {t('test.answered', { person: history.data.contact.international, time: format.time(last.at) })}
          </p>
          <p className="bubble text">
            <Marked text={last.text} />
          </p>
        </>
      )}
    </div>
  );
}
