import { QueryClient, QueryClientProvider, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { meQuery } from '../api/access';
import { ApiError, setSessionLost } from '../api/client';
import { I18nProvider } from '../i18n/I18n';
import { LiveProvider } from '../live/Live';
import { LogIn, LogInAgain } from '../pages/access/LogIn';
import { SetUp } from '../pages/access/SetUp';
import { Skeleton } from '../ui/Notes';
import { NothingHere, openedNowhere } from './NotFound';
import { setUpToken } from './setUpToken';
import { Shell } from './Shell';
import { UnsavedGuard } from './Unsaved';
import { Views } from './Views';

/** Refusals are answers; only what got no answer is tried again. */
function worthRetrying(failures: number, error: unknown): boolean {
  return failures < 2 && (!(error instanceof ApiError) || error.status === 0 || error.status >= 500);
}

/** A deed is over when it was answered; what is fetched anew because of it holds nobody up for longer than this. */
const FRESH_MS = 2_000;

class Queries extends QueryClient {
  override invalidateQueries: QueryClient['invalidateQueries'] = (...those) =>
    Promise.race([super.invalidateQueries(...those), new Promise<void>((done) => setTimeout(done, FRESH_MS))]);
}

const client = new Queries({
  defaultOptions: {
    queries: { retry: worthRetrying, staleTime: 5_000, networkMode: 'always' },
    mutations: { networkMode: 'always' },
  },
});

export function App() {
  return (
    <QueryClientProvider client={client}>
      <I18nProvider>
        <Gate />
      </I18nProvider>
    </QueryClientProvider>
  );
}

/** Lets in who is logged in; shows the others the way. */
function Gate() {
  const queries = useQueryClient();
  const [token, setToken] = useState(setUpToken);
  const [lost, setLost] = useState(false);
  const me = useQuery(meQuery);

  useEffect(() => {
    setSessionLost(() => {
      // What was fetched stays where it is: what somebody was typing stands beside it.
      setLost(queries.getQueryData(meQuery.queryKey) !== undefined);
    });
  }, [queries]);

  const enter = () => {
    // Nothing of the token stays in the address or the history.
    history.replaceState(null, '', location.pathname + location.search);
    setToken(null);
    setLost(false);
    void queries.invalidateQueries();
  };
  if (token) {
    return <SetUp token={token} onDone={enter} />;
  }
  if (me.data) {
    return (
      <LiveProvider ended={lost}>
        <UnsavedGuard>
          <Shell>
            <Views />
          </Shell>
          {lost && <LogInAgain email={me.data.email} onDone={enter} />}
        </UnsavedGuard>
      </LiveProvider>
    );
  }
  if (me.isPending) {
    return <Skeleton count={1} />;
  }
  return openedNowhere() ? <NothingHere /> : <LogIn onDone={enter} trouble={me.error} />;
}
