import { useMutation } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { ApiError, call } from '../../api/client';
import { useI18n } from '../../i18n/I18n';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { TextField } from '../../ui/Field';
import { ErrorNote } from '../../ui/Notes';
import { Gateway } from './Gateway';

/** Log-in by e-mail address and password. */
export function LogIn({ onDone, trouble }: { onDone: () => void; trouble: unknown }) {
  const { t } = useI18n();
  return (
    <Gateway title={t('login.title')}>
      <LogInForm onDone={onDone} trouble={trouble} />
    </Gateway>
  );
}

/** The same over a page whose session ended: what was typed there stays. */
export function LogInAgain({ email, onDone }: { email: string; onDone: () => void }) {
  const { t } = useI18n();
  return (
    <Dialog title={t('login.again.title')} about={t('login.again.about')} open>
      <LogInForm known={email} onDone={onDone} trouble={null} />
    </Dialog>
  );
}

function LogInForm({ known = '', onDone, trouble }: { known?: string; onDone: () => void; trouble: unknown }) {
  const { t } = useI18n();
  const [email, setEmail] = useState(known);
  const [password, setPassword] = useState('');
  const logIn = useMutation({
    mutationFn: () => call('POST', '/api/v1/browser-session', { email, password }),
    onSuccess: onDone,
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    logIn.mutate();
  };
  const unreachable = trouble instanceof ApiError && trouble.status !== 401 ? trouble : null;
  return (
    <form className="stack" onSubmit={submit}>
      <TextField
        label={t('email')}
        type="email"
        autoComplete="username"
        required
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <TextField
        label={t('password')}
        type="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      {(logIn.error ?? unreachable) && <ErrorNote error={logIn.error ?? unreachable} />}
      <Button type="submit" look="primary" busy={logIn.isPending}>
        {t('login.submit')}
      </Button>
      {known === '' && <p className="muted">{t('login.hint')}</p>}
    </form>
  );
}
