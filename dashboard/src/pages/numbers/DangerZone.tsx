import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { useLocation } from 'wouter';
import { perform } from '../../api/deed';
import { deleteNumber, runNumber } from '../../api/deeds';
import { enginesQuery } from '../../api/queries';
import type { Session } from '../../api/types/sessions';
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
  const about = useAbout(session);
  return (
    <Card title={t('danger.title')}>
      {session.state !== 'logged_out' && (
        <div className="row spread">
          <p className="muted">{about.logout}</p>
          <Button look="danger" onClick={() => setDeed('logout')}>
            {t('danger.logout')}
          </Button>
        </div>
      )}
      <div className="row spread">
        <p className="muted">{about.delete}</p>
        <Button look="danger" onClick={() => setDeed('delete')}>
          {t('danger.delete')}
        </Button>
      </div>
      {deed && <Confirm key={deed} deed={deed} about={about[deed]} session={session} onClose={() => setDeed(null)} />}
    </Card>
  );
}

/** What each deed does; deleting a number that is linked to a phone unlinks the phone, too. */
function useAbout(session: Session): Record<Deed, string> {
  const { t } = useI18n();
  const engines = useQuery(enginesQuery);
  const engine = engines.data?.find(({ name }) => name === session.engine);
  const linked = session.state !== 'logged_out' && engine?.linksPhones !== false;
  return {
    logout: t('danger.logout.about'),
    delete: t(linked ? 'danger.delete.about.linked' : 'danger.delete.about'),
  };
}

interface Confirmed {
  deed: Deed;
  about: string;
  session: Session;
  onClose: () => void;
}

function Confirm({ deed, about, session, onClose }: Confirmed) {
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
      about={about}
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
