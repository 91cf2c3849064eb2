import { lazy, Suspense } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { Skeleton } from '../ui/Notes';

const Numbers = lazy(() => import('../pages/numbers/Numbers'));
const NumberPage = lazy(() => import('../pages/numbers/NumberPage'));

/** Which page stands at which address; the server knows the same ones. */
export function Views() {
  return (
    <Suspense fallback={<Skeleton />}>
      <Switch>
        <Route path="/numbers" component={Numbers} />
        <Route path="/numbers/:id">{({ id }) => <NumberPage key={id} id={id} />}</Route>
        <Route>
          <Redirect to="/numbers" replace />
        </Route>
      </Switch>
    </Suspense>
  );
}
