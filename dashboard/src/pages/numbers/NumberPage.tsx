import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { perform } from '../../api/deed';
import { runNumber } from '../../api/deeds';
import { sessionsQuery } from '../../api/queries';
import type { Session } from '../../api/types/sessions';
import { Fetched } from '../../app/Fetched';
import { page } from '../../app/page';
import { PageHead } from '../../app/PageHead';
import { useI18n } from '../../i18n/I18n';
import { usePolling } from '../../live/Live';
import { Button } from '../../ui/Button';
import { CurlMenu } from '../../ui/Curl';
import { Empty, ErrorNote, Note, Skeleton } from '../../ui/Notes';
import { Connection } from './Connection';
import { useCodesShown } from './codesShown';
import { DangerZone } from './DangerZone';
import { Health } from './Health';
import { Limits } from './Limits';
import { Pairing } from './Pairing';
import { SessionMark } from './SessionMark';
import { isUp } from './states';
import { TestMessage } from './TestMessage';
import { Trouble } from './Trouble';
import './numbers.css';

const Simulator = page(() => import('./Simulator'));

/** One number: linking it, how it is, its limits, and the way out. */
export default function NumberPage({ id }: { id: string }) {
  const { t } = useI18n();
  const sessions = useQuery({ ...sessionsQuery, refetchInterval: usePolling() });
  const session = sessions.data?.find((each) => each.id === id);
  if (sessions.isPending) {
    return <Skeleton count={2} />;
  }
  if (!session) {
    return (
      <>
        <PageHead title={t('nav.numbers')} />
        {sessions.error ? (
          <ErrorNote error={sessions.error} onRetry={() => void sessions.refetch()} />
        ) : (
          <Empty title={t('number.gone.title')} text={t('number.gone.text')}>
            <Link href="/numbers" className="button">
              {t('number.gone.back')}
            </Link>
          </Empty>
        )}
      </>
    );
  }
  return <Known session={session} />;
}

function Known({ session }: { session: Session }) {
  const { t } = useI18n();
  const state = session.state;
  const shown = useCodesShown();
  // Between two attempts of the engine nothing changes for those who let all codes of the first one pass.
  const linking = state === 'qr_generated' || (shown.spent && (state === 'disconnected' || state === 'initializing'));
  return (
    <>
      <PageHead title={session.name} state={<SessionMark state={state} />}>
        <Switches session={session} onDone={shown.forget} />
      </PageHead>
      {session.simulated && <Note>{t('number.simulated')}</Note>}
      {!linking && <StateWords session={session} />}
      <Trouble session={session} />
      {session.notices.map(({ code, message }) => (
        <Note key={code} tone="warn">
          {message}
        </Note>
      ))}
      {linking && <Pairing session={session} shown={shown} />}
      <div className="number-columns">
        <div className="stack">
          <Health session={session} />
          {isUp(state) && <TestMessage session={session} />}
          {session.simulated && (
            <Fetched fallback={<Skeleton count={1} />}>
              <Simulator key={session.id} session={session} />
            </Fetched>
          )}
        </div>
        <div className="stack">
          <Limits key={session.id} session={session} />
          <Connection session={session} />
          <DangerZone session={session} />
        </div>
      </div>
    </>
  );
}

/** What the state means, since when, and the one thing to do about it. */
function StateWords({ session }: { session: Session }) {
  const { t, has, format } = useI18n();
  const since = format.time(session.since);
  const restriction = session.restriction;
  switch (session.state) {
    case 'ready':
      return null;
    case 'restricted':
      return (
        <Note tone="warn">
          {restriction
            ? t('number.restricted', { until: format.full(restriction.until) })
            : t('number.restricted.open')}
        </Note>
      );
    case 'disconnected':
      return (
        <Note tone="warn">{t(session.phoneNumber ? 'number.disconnected' : 'number.disconnected.new', { since })}</Note>
      );
    case 'error': {
      const key = `reason.${session.reason ?? ''}`;
      return <Note tone="bad">{t('number.error', { since, reason: has(key) ? t(key) : (session.reason ?? '') })}</Note>;
    }
    case 'logged_out':
      return <Note tone="bad">{t('number.logged_out', { since })}</Note>;
    case 'stopped':
      return <Note>{t('number.stopped', { since })}</Note>;
    case 'initializing':
      return <Note>{t('number.initializing', { since })}</Note>;
    case 'authenticated':
      return <Note>{t('number.authenticated', { since })}</Note>;
    case 'qr_generated':
      return null;
  }
}

type Switch = 'start' | 'stop' | 'restart';

/** Switches it on, off, or links it again. */
function Switches({ session, onDone }: { session: Session; onDone: () => void }) {
  const { t } = useI18n();
  const queries = useQueryClient();
  const act = useMutation({
    mutationFn: (deed: Switch) => perform(runNumber(session.id, deed)),
    onSuccess: onDone,
    onSettled: () => queries.invalidateQueries({ queryKey: ['sessions'] }),
  });
  const busy = (deed: string) => act.isPending && act.variables === deed;
  const linked = session.state !== 'logged_out' && session.state !== 'error';
  const possible: Switch[] = session.state === 'stopped' ? ['start'] : linked ? ['restart', 'stop'] : ['restart'];
  return (
    <>
      {session.state === 'stopped' && (
        <Button look="primary" busy={busy('start')} onClick={() => act.mutate('start')}>
          {t('number.start')}
        </Button>
      )}
      {!linked && (
        <Button look="primary" busy={busy('restart')} onClick={() => act.mutate('restart')}>
          {t('number.relink')}
        </Button>
      )}
      {linked && session.state !== 'stopped' && (
        <>
          <Button busy={busy('restart')} onClick={() => act.mutate('restart')}>
            {t('number.restart')}
          </Button>
          <Button busy={busy('stop')} onClick={() => act.mutate('stop')}>
            {t('number.stop')}
          </Button>
        </>
      )}
      <CurlMenu deeds={possible.map((each) => ({ label: t(`number.${each}`), deed: runNumber(session.id, each) }))} />
      {act.error && <ErrorNote error={act.error} />}
    </>
  );
}
