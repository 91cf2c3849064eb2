import { useMutation } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { ApiError, call } from '../../api/client';
import { useI18n } from '../../i18n/I18n';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { ErrorNote } from '../../ui/Notes';
import { Gateway } from './Gateway';

/** Log-in by e-mail address and password. */
export function LogIn({ onDone, trouble }: { onDone: () => void; trouble: unknown }) {
  const { t } = useI18n();
  const [email, setEmail] = useState('');
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
    <Gateway title={t('login.title')}>
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
        <p className="muted">{t('login.hint')}</p>
      </form>
    </Gateway>
  );
}
