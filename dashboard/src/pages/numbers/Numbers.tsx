import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { campaignsQuery, sessionsQuery } from '../../api/queries';
import { PageHead } from '../../app/PageHead';
import { useI18n } from '../../i18n/I18n';
import { usePolling } from '../../live/Live';
import { Button } from '../../ui/Button';
import { ErrorNote, Note, Skeleton } from '../../ui/Notes';
import { isOpen } from '../campaigns/status';
import { BulkSwitch } from './BulkSwitch';
import { Connect } from './Connect';
import { NumberCard } from './NumberCard';
import { Welcome } from './Welcome';

/** All numbers, and the way to a new one. */
export default function Numbers() {
  const { t, format } = useI18n();
  const [connecting, setConnecting] = useState(false);
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const sessions = useQuery({ ...sessionsQuery, refetchInterval: usePolling() });
  const campaigns = useQuery(campaignsQuery);
  const all = sessions.data ?? [];
  const open = (campaigns.data ?? []).filter(isOpen);
  const linked = sessions.data?.some(({ phoneNumber }) => phoneNumber !== null);
  const toggle = (id: string) => {
    const next = new Set(marked);
    if (!next.delete(id)) {
      next.add(id);
    }
    setMarked(next);
  };
  return (
    <>
      <PageHead title={t('nav.numbers')}>
        {linked && (
          <Button look="primary" onClick={() => setConnecting(true)}>
            {t('numbers.connect')}
          </Button>
        )}
      </PageHead>
      {sessions.error && <ErrorNote error={sessions.error} onRetry={() => void sessions.refetch()} />}
      {sessions.error && sessions.data && (
        <Note tone="warn">{t('numbers.stale', { time: format.time(sessions.dataUpdatedAt) })}</Note>
      )}
      {sessions.isPending && <Skeleton />}
      {linked === false && <Welcome onReal={() => setConnecting(true)} />}
      {all.length > 0 && (
        <>
          <BulkSwitch
            chosen={all.filter(({ id }) => marked.has(id))}
            onAll={() => setMarked(new Set(all.map(({ id }) => id)))}
            onNone={() => setMarked(new Set())}
          />
          <ul className="cards">
            {all.map((session) => (
              <NumberCard
                key={session.id}
                session={session}
                campaigns={open.filter(({ sessionId }) => sessionId === session.id)}
                selected={marked.has(session.id)}
                onSelect={() => toggle(session.id)}
              />
            ))}
          </ul>
        </>
      )}
      <Connect open={connecting} onClose={() => setConnecting(false)} taken={all.map(({ id }) => id)} />
    </>
  );
}
