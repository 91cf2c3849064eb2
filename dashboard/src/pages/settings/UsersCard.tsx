import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { usersQuery } from '../../api/access';
import { HIDDEN, perform } from '../../api/deed';
import { addUser, removeUser } from '../../api/deeds';
import type { Profile } from '../../api/types/access';
import { useI18n } from '../../i18n/I18n';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { CopyButton } from '../../ui/Copy';
import { CurlButton } from '../../ui/Curl';
import { Dialog } from '../../ui/Dialog';
import { TextField } from '../../ui/Field';
import { ErrorNote } from '../../ui/Notes';
import { TypedConfirm } from '../../ui/TypedConfirm';
import { newPassword } from '../access/password';

/** Everybody who may log in; each sees only their own numbers and campaigns. */
export function UsersCard({ me }: { me: Profile }) {
  const { t, format } = useI18n();
  const queries = useQueryClient();
  const users = useQuery(usersQuery);
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Profile | null>(null);
  const again = () => void queries.invalidateQueries({ queryKey: usersQuery.queryKey });
  return (
    <Card
      title={t('settings.users')}
      aside={<Button onClick={() => setAdding(true)}>{t('settings.users.add')}</Button>}
    >
      <p className="muted">{t('settings.users.hint')}</p>
      {users.error && <ErrorNote error={users.error} onRetry={() => void users.refetch()} />}
      <ul className="users">
        {users.data?.map((user) => (
          <li key={user.id}>
            <span className="stack">
              <bdi className="text">{user.email}</bdi>
              <span className="muted">
                {user.administrator && `${t('settings.users.owner')} · `}
                {t('settings.users.since', { day: format.day(user.createdAt) })}
              </span>
            </span>
            {user.id !== me.id && (
              <Button
                look="danger"
                aria-label={t('settings.users.remove.of', { email: user.email })}
                onClick={() => setRemoving(user)}
              >
                {t('settings.users.remove')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {adding && <Add onClose={() => setAdding(false)} onDone={again} />}
      {removing && (
        <TypedConfirm
          title={t('settings.users.remove.title', { email: removing.email })}
          about={t('settings.users.remove.about')}
          word={removing.email}
          submit={t('settings.users.remove.submit')}
          deed={removeUser(removing.id)}
          onDone={() => {
            setRemoving(null);
            again();
          }}
          onClose={() => setRemoving(null)}
        />
      )}
    </Card>
  );
}

function Add({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const { t } = useI18n();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState(newPassword);
  const add = useMutation({
    mutationFn: () => perform(addUser(email, password)),
    onSuccess: () => {
      onDone();
      onClose();
    },
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <Dialog title={t('settings.users.add.title')} about={t('settings.users.add.about')} open onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <TextField
          label={t('email')}
          type="email"
          autoComplete="off"
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <TextField
          label={t('password')}
          className="mono"
          autoComplete="off"
          spellCheck={false}
          required
          minLength={10}
          maxLength={128}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        {add.error && <ErrorNote error={add.error} />}
        <div className="dialog-actions">
          <CopyButton look="quiet" text={password} label={t('settings.users.copy')} />
          <CurlButton deed={addUser(email, HIDDEN)} />
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" look="primary" busy={add.isPending}>
            {t('settings.users.add.submit')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
