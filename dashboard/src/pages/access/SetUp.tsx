import { useMutation } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { ApiError, call } from '../../api/client';
import { useI18n } from '../../i18n/I18n';
import { serverLocale } from '../../i18n/languages';
import { Button } from '../../ui/Button';
import { CopyButton } from '../../ui/Copy';
import { TextField } from '../../ui/Field';
import { ErrorNote, Note } from '../../ui/Notes';
import { Gateway } from './Gateway';
import { countryHere } from './country';
import { newPassword } from './password';

/** The first user, by the link that works once. */
export function SetUp({ token, onDone }: { token: string; onDone: () => void }) {
  const { t, language } = useI18n();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState(newPassword);
  const setUp = useMutation({
    mutationFn: async () => {
      await call('POST', '/api/v1/setup', { token, email, password });
      await call('POST', '/api/v1/browser-session', { email, password });
      await call('PATCH', '/api/v1/me', {
        locale: serverLocale(language),
        timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        ...countryHere(),
      });
    },
    onSuccess: onDone,
  });
  if (setUp.error instanceof ApiError && (setUp.error.status === 409 || setUp.error.status === 410)) {
    return <Spent onDone={onDone} />;
  }
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setUp.mutate();
  };
  return (
    <Gateway title={t('setup.title')}>
      <form className="stack" onSubmit={submit}>
        <p className="muted">{t('setup.text')}</p>
        <TextField
          label={t('email')}
          type="email"
          autoComplete="username"
          required
          autoFocus
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <div className="password-made">
          <TextField
            label={t('password')}
            hint={t('setup.password.hint')}
            autoComplete="new-password"
            className="mono"
            spellCheck={false}
            required
            minLength={10}
            maxLength={128}
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
          <CopyButton text={password} label={t('copy')} />
        </div>
        {setUp.error && <ErrorNote error={setUp.error} />}
        <Button type="submit" look="primary" busy={setUp.isPending}>
          {t('setup.submit')}
        </Button>
      </form>
    </Gateway>
  );
}

function Spent({ onDone }: { onDone: () => void }) {
  const { t } = useI18n();
  return (
    <Gateway title={t('setup.spent.title')}>
      <Note tone="warn">{t('setup.spent.text')}</Note>
      <Button look="primary" onClick={onDone}>
        {t('setup.spent.login')}
      </Button>
    </Gateway>
  );
}
