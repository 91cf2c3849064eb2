import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { perform } from '../../api/deed';
import { changeContact } from '../../api/deeds';
import type { Contact } from '../../api/types/contacts';
import { useI18n } from '../../i18n/I18n';
import { Button } from '../../ui/Button';
import { CurlButton } from '../../ui/Curl';
import { TextArea, TextField } from '../../ui/Field';
import { ErrorNote } from '../../ui/Notes';

function useChange(phone: string, body: object, onDone?: () => void) {
  const queries = useQueryClient();
  const deed = changeContact(phone, body);
  const change = useMutation({
    mutationFn: () => perform(deed),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['contacts'] });
      onDone?.();
    },
  });
  return {
    deed,
    change,
    submit: (event: SyntheticEvent) => {
      event.preventDefault();
      change.mutate();
    },
  };
}

/** How a person is called. */
export function NameForm({ contact }: { contact: Contact }) {
  const { t } = useI18n();
  const [name, setName] = useState(contact.name ?? '');
  const { deed, change, submit } = useChange(contact.phone, { name });
  return (
    <form className="stack" onSubmit={submit}>
      <TextField
        label={t('contact.name')}
        maxLength={200}
        autoComplete="off"
        dir="auto"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      {change.error && <ErrorNote error={change.error} />}
      {name !== (contact.name ?? '') && (
        <div className="row">
          <Button type="submit" busy={change.isPending}>
            {t('save')}
          </Button>
          <CurlButton deed={deed} />
        </div>
      )}
    </form>
  );
}

/** Where and to what somebody agreed. */
export function ConsentForm({ phone, onDone }: { phone: string; onDone: () => void }) {
  const { t } = useI18n();
  const [source, setSource] = useState('');
  const [wording, setWording] = useState('');
  const [at] = useState(() => new Date().toISOString());
  const { deed, change, submit } = useChange(phone, { consent: { source, wording, at } }, onDone);
  return (
    <form className="stack" onSubmit={submit}>
      <TextField
        label={t('contact.consent.source')}
        hint={t('contact.consent.source.hint')}
        required
        maxLength={200}
        value={source}
        onChange={(event) => setSource(event.target.value)}
      />
      <TextArea
        label={t('contact.consent.wording')}
        required
        maxLength={4000}
        value={wording}
        onChange={(event) => setWording(event.target.value)}
      />
      {change.error && <ErrorNote error={change.error} />}
      <div className="row">
        <Button onClick={onDone}>{t('cancel')}</Button>
        <Button type="submit" busy={change.isPending}>
          {t('save')}
        </Button>
        <CurlButton deed={deed} />
      </div>
    </form>
  );
}
