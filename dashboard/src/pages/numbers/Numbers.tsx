import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { sessionsQuery } from '../../api/queries';
import { PageHead } from '../../app/PageHead';
import { useI18n } from '../../i18n/I18n';
import { usePolling } from '../../live/Live';
import { Button } from '../../ui/Button';
import { ErrorNote, Skeleton } from '../../ui/Notes';
import { Connect } from './Connect';
import { NumberCard } from './NumberCard';
import { Welcome } from './Welcome';

/** All numbers, and the way to a new one. */
export default function Numbers() {
  const { t } = useI18n();
  const [connecting, setConnecting] = useState(false);
  const sessions = useQuery({ ...sessionsQuery, refetchInterval: usePolling() });
  const some = sessions.data && sessions.data.length > 0;
  const linked = sessions.data?.some(({ phoneNumber }) => phoneNumber !== null);
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
      {sessions.isPending && <Skeleton />}
      {linked === false && <Welcome onReal={() => setConnecting(true)} />}
      {some && (
        <ul className="cards">
          {sessions.data.map((session) => (
            <NumberCard key={session.id} session={session} />
          ))}
        </ul>
      )}
      <Connect
        open={connecting}
        onClose={() => setConnecting(false)}
        taken={sessions.data?.map(({ id }) => id) ?? []}
      />
    </>
  );
}
