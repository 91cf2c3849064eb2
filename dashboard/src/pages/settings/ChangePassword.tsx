import { useMutation } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { call } from '../../api/client';
import { HIDDEN, perform } from '../../api/deed';
import { changeProfile } from '../../api/deeds';
import type { Profile } from '../../api/types/access';
import { useUnsaved } from '../../app/Unsaved';
import { useI18n } from '../../i18n/I18n';
import { Card } from '../../ui/Card';
import { TextField } from '../../ui/Field';
import { SaveRow } from './SaveRow';

const NOTHING = { old: '', next: '' };

/** A new password; it ends all log-ins, and this browser logs in again by itself. */
export function ChangePassword({ profile }: { profile: Profile }) {
  const { t } = useI18n();
  const [form, setForm] = useState(NOTHING);
  const changed = form.old !== '' || form.next !== '';
  useUnsaved(changed);
  const save = useMutation({
    mutationFn: async () => {
      await perform(changeProfile({ oldPassword: form.old, password: form.next }));
      await call('POST', '/api/v1/browser-session', { email: profile.email, password: form.next });
    },
    onSuccess: () => setForm(NOTHING),
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Card title={t('settings.password')}>
      <form className="stack" onSubmit={submit}>
        <input type="email" autoComplete="username" value={profile.email} readOnly hidden />
        <p className="muted text">{profile.email}</p>
        <TextField
          label={t('settings.password.old')}
          type="password"
          autoComplete="current-password"
          required
          value={form.old}
          onChange={(event) => setForm({ ...form, old: event.target.value })}
        />
        <TextField
          label={t('settings.password.new')}
          hint={t('settings.password.hint')}
          type="password"
          autoComplete="new-password"
          required
          minLength={10}
          maxLength={128}
          value={form.next}
          onChange={(event) => setForm({ ...form, next: event.target.value })}
        />
        <SaveRow save={save} deed={changeProfile({ oldPassword: HIDDEN, password: HIDDEN })} changed={changed} />
      </form>
    </Card>
  );
}
