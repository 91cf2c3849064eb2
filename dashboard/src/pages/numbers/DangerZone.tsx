import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { useLocation } from 'wouter';
import { perform } from '../../api/deed';
import { deleteNumber, runNumber } from '../../api/deeds';
import type { Session } from '../../api/types';
import { useI18n } from '../../i18n/I18n';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { CurlButton } from '../../ui/Curl';
import { Dialog } from '../../ui/Dialog';
import { TextField } from '../../ui/Field';
import { ErrorNote } from '../../ui/Notes';

type Deed = 'logout' | 'delete';

/** What cannot be undone asks for the number's name. */
export function DangerZone({ session }: { session: Session }) {
  const { t } = useI18n();
  const [deed, setDeed] = useState<Deed | null>(null);
  return (
    <Card title={t('danger.title')}>
      {session.state !== 'logged_out' && (
        <div className="row spread">
          <p className="muted">{t('danger.logout.about')}</p>
          <Button look="danger" onClick={() => setDeed('logout')}>
            {t('danger.logout')}
          </Button>
        </div>
      )}
      <div className="row spread">
        <p className="muted">{t('danger.delete.about')}</p>
        <Button look="danger" onClick={() => setDeed('delete')}>
          {t('danger.delete')}
        </Button>
      </div>
      {deed && <Confirm key={deed} deed={deed} session={session} onClose={() => setDeed(null)} />}
    </Card>
  );
}

function Confirm({ deed, session, onClose }: { deed: Deed; session: Session; onClose: () => void }) {
  const { t } = useI18n();
  const queries = useQueryClient();
  const [, go] = useLocation();
  const [typed, setTyped] = useState('');
  const request = deed === 'delete' ? deleteNumber(session.id) : runNumber(session.id, 'logout');
  const act = useMutation({
    mutationFn: () => perform<unknown>(request),
    onSuccess: async () => {
      if (deed === 'delete') {
        go('/numbers');
      }
      await queries.invalidateQueries({ queryKey: ['sessions'] });
      onClose();
    },
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    act.mutate();
  };
  return (
    <Dialog
      title={t(deed === 'delete' ? 'danger.delete.title' : 'danger.logout.title', { name: session.name })}
      about={t(`danger.${deed}.about`)}
      open
      onClose={onClose}
    >
      <form className="stack" onSubmit={submit}>
        <TextField
          label={t('danger.type', { name: session.name })}
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        {act.error && <ErrorNote error={act.error} />}
        <div className="dialog-actions">
          <CurlButton deed={request} />
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" look="danger" busy={act.isPending} disabled={typed.trim() !== session.name.trim()}>
            {t(`danger.${deed}`)}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
