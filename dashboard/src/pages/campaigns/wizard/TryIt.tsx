import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { perform } from '../../../api/deed';
import { sendMessage } from '../../../api/deeds';
import { messageQuery, sessionsQuery } from '../../../api/queries';
import type { Session } from '../../../api/types/sessions';
import { useI18n } from '../../../i18n/I18n';
import { badgeOf } from '../../../live/badges';
import { usePhases, usePolling } from '../../../live/Live';
import { Badge } from '../../../ui/Badge';
import { Button } from '../../../ui/Button';
import { Card } from '../../../ui/Card';
import { CurlButton } from '../../../ui/Curl';
import { TextField } from '../../../ui/Field';
import { ErrorNote } from '../../../ui/Notes';
import { previewQuery, useDraft } from './draft';

const SIMULATED_PERSON = '+39 333 100 0001';

/** The first person's text, sent to oneself. */
export function TryIt() {
  const { campaign } = useDraft();
  const sessions = useQuery(sessionsQuery);
  const session = sessions.data?.find(({ id }) => id === campaign.sessionId);
  // What needs an approved template cannot be sent as a text.
  return session && campaign.messageTemplate === null ? <Form key={session.id} session={session} /> : null;
}

function Form({ session }: { session: Session }) {
  const { t } = useI18n();
  const { campaign } = useDraft();
  const [to, setTo] = useState(session.ownNumber ?? (session.simulated ? SIMULATED_PERSON : ''));
  const preview = useQuery(previewQuery(campaign.publicId, 1));
  const text = preview.data?.text ?? null;
  const deed = sendMessage({ sessionId: session.id, to, text: text ?? '' });
  const send = useMutation({
    mutationFn: () => perform(deed),
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    send.mutate();
  };
  return (
    <Card title={t('wizard.try.title')}>
      <form className="try" onSubmit={submit}>
        <TextField
          label={t('test.to')}
          type="tel"
          required
          value={to}
          onChange={(event) => setTo(event.target.value)}
        />
        <Button type="submit" busy={send.isPending} disabled={text === null}>
          {t('wizard.try.send')}
        </Button>
        <CurlButton deed={deed} />
        {send.data && <Sent id={send.data.id} />}
      </form>
      {send.error && <ErrorNote error={send.error} />}
    </Card>
  );
}

function Sent({ id }: { id: number }) {
  const phase = usePhases().get(id);
  const message = useQuery({ ...messageQuery(id), refetchInterval: usePolling() });
  return (
    <span role="status" data-message={id}>
      {message.data && <Badge name={badgeOf(message.data, phase)} />}
    </span>
  );
}
