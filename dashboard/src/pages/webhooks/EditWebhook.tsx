import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { perform } from '../../api/deed';
import { sessionsQuery } from '../../api/queries';
import { changeWebhook, createWebhook, webhooksQuery, type Webhook } from '../../api/webhooks';
import { useI18n } from '../../i18n/I18n';
import { Button } from '../../ui/Button';
import { CurlButton } from '../../ui/Curl';
import { Dialog } from '../../ui/Dialog';
import { SelectField, TextField } from '../../ui/Field';
import { ErrorNote } from '../../ui/Notes';
import { EventPicker } from './EventPicker';
import { SecretShown } from './SecretShown';
import { USUAL } from './words';

/** Adds a webhook, or changes one; a new one's secret is shown the only time that it can be seen. */
export function EditWebhook({
  webhook,
  onClose,
  onMade,
}: {
  webhook?: Webhook;
  onClose: () => void;
  onMade: (id: number) => void;
}) {
  const { t } = useI18n();
  const queries = useQueryClient();
  const sessions = useQuery(sessionsQuery);
  const [url, setUrl] = useState(webhook?.url ?? '');
  const [description, setDescription] = useState(webhook?.description ?? '');
  const [events, setEvents] = useState<readonly string[]>(webhook?.events ?? USUAL);
  const [sessionId, setSessionId] = useState(webhook?.sessionId ?? '');
  const body = { url: url.trim(), description, events, sessionId };
  const deed = webhook ? changeWebhook(webhook.id, body) : createWebhook(body);
  const [secret, setSecret] = useState<string | null>(null);
  const save = useMutation({
    mutationFn: () => perform<Webhook & { secret?: string }>(deed),
    onSuccess: (saved) => {
      void queries.invalidateQueries({ queryKey: webhooksQuery.queryKey });
      onMade(saved.id);
      if (saved.secret) {
        setSecret(saved.secret);
      }
    },
  });
  if (secret !== null) {
    return <SecretShown secret={secret} onClose={onClose} />;
  }
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Dialog
      title={t(webhook ? 'hooks.edit.title' : 'hooks.create.title')}
      about={t('hooks.create.about')}
      open
      onClose={onClose}
    >
      <form className="stack" onSubmit={submit}>
        <TextField
          label={t('hooks.url')}
          hint={t('hooks.url.hint')}
          type="url"
          required
          maxLength={2000}
          autoComplete="off"
          placeholder="https://"
          value={url}
          onChange={(event) => setUrl(event.target.value)}
        />
        <TextField
          label={t('hooks.name')}
          maxLength={200}
          autoComplete="off"
          value={description}
          onChange={(event) => setDescription(event.target.value)}
        />
        <SelectField label={t('hooks.number')} value={sessionId} onChange={(event) => setSessionId(event.target.value)}>
          <option value="">{t('hooks.number.all')}</option>
          {sessions.data?.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
        <EventPicker chosen={events} onChange={setEvents} />
        {save.error && <ErrorNote error={save.error} />}
        <div className="dialog-actions">
          <CurlButton deed={deed} />
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" look="primary" busy={save.isPending} disabled={events.length === 0}>
            {t(webhook ? 'hooks.edit.submit' : 'hooks.create.submit')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
