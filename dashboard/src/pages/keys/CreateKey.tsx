import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { keysQuery } from '../../api/access';
import { perform } from '../../api/deed';
import { createKey } from '../../api/deeds';
import { useI18n } from '../../i18n/I18n';
import { Button } from '../../ui/Button';
import { CurlButton } from '../../ui/Curl';
import { Dialog } from '../../ui/Dialog';
import { CheckBox, SelectField, TextField } from '../../ui/Field';
import { ErrorNote } from '../../ui/Notes';
import { ShownOnce } from '../../ui/ShownOnce';

const SCOPES = ['read', 'send', 'manage', 'admin', 'metrics'] as const;
const DAYS = [30, 90, 365] as const;
const DAY_MS = 86_400_000;

/** Makes a key, and shows it the only time that it can be seen. */
export function CreateKey({ onClose }: { onClose: () => void }) {
  const { t } = useI18n();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<ReadonlySet<string>>(new Set(['read', 'send']));
  const [expiresAt, setExpiresAt] = useState<string | null>(null);
  const [days, setDays] = useState('');
  const deed = createKey({ name, scopes: SCOPES.filter((each) => scopes.has(each)), expiresAt });
  const create = useMutation({
    mutationFn: () => perform(deed),
    onSuccess: () => queries.invalidateQueries({ queryKey: keysQuery.queryKey }),
  });
  if (create.data) {
    return <Made apiKey={create.data.key} onClose={onClose} />;
  }
  const toggle = (scope: string) => {
    const next = new Set(scopes);
    if (!next.delete(scope)) {
      next.add(scope);
    }
    setScopes(next);
  };
  const choose = (chosen: string) => {
    setDays(chosen);
    setExpiresAt(chosen === '' ? null : new Date(Date.now() + Number(chosen) * DAY_MS).toISOString());
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <Dialog title={t('apikeys.create.title')} about={t('apikeys.create.about')} open onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <TextField
          label={t('apikeys.name')}
          hint={t('apikeys.name.hint')}
          required
          maxLength={80}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <fieldset className="stack scopes">
          <legend>{t('apikeys.scopes')}</legend>
          {SCOPES.map((scope) => (
            <CheckBox
              key={scope}
              label={`${t(`apikeys.scope.${scope}`)} – ${t(`apikeys.scope.${scope}.what`)}`}
              checked={scopes.has(scope)}
              onChange={() => toggle(scope)}
            />
          ))}
        </fieldset>
        <SelectField label={t('apikeys.expires')} value={days} onChange={(event) => choose(event.target.value)}>
          <option value="">{t('apikeys.expires.never')}</option>
          {DAYS.map((each) => (
            <option key={each} value={each}>
              {t('apikeys.expires.days', { days: each })}
            </option>
          ))}
        </SelectField>
        {create.error && <ErrorNote error={create.error} />}
        <div className="dialog-actions">
          <CurlButton deed={deed} />
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" look="primary" busy={create.isPending} disabled={scopes.size === 0}>
            {t('apikeys.create.submit')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Made({ apiKey, onClose }: { apiKey: string; onClose: () => void }) {
  const { t } = useI18n();
  return (
    <ShownOnce
      title={t('apikeys.made.title')}
      about={t('apikeys.made.about')}
      secret={apiKey}
      done={t('apikeys.made.done')}
      onClose={onClose}
    >
      <p className="muted">{t('apikeys.made.use')}</p>
      <pre className="command">export STAFFETTA_KEY={apiKey}</pre>
    </ShownOnce>
  );
}
