import { lazy, Suspense } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { Skeleton } from '../ui/Notes';

const CampaignPage = lazy(() => import('../pages/campaigns/CampaignPage'));
const Campaigns = lazy(() => import('../pages/campaigns/Campaigns'));
const Log = lazy(() => import('../pages/log/Log'));
const Contacts = lazy(() => import('../pages/contacts/Contacts'));
const Keys = lazy(() => import('../pages/keys/Keys'));
const NewCampaign = lazy(() => import('../pages/campaigns/wizard/NewCampaign'));
const Numbers = lazy(() => import('../pages/numbers/Numbers'));
const NumberPage = lazy(() => import('../pages/numbers/NumberPage'));
const Overview = lazy(() => import('../pages/overview/Overview'));
const Queue = lazy(() => import('../pages/queue/Queue'));
const Settings = lazy(() => import('../pages/settings/Settings'));

/** Which page stands at which address; the server knows the same ones. */
export function Views() {
  return (
    <Suspense fallback={<Skeleton />}>
      <Switch>
        <Route path="/" component={Overview} />
        <Route path="/numbers" component={Numbers} />
        <Route path="/numbers/:id">{({ id }) => <NumberPage key={id} id={id} />}</Route>
        <Route path="/campaigns" component={Campaigns} />
        <Route path="/campaigns/new/:step">{({ step }) => <NewCampaign step={step} />}</Route>
        <Route path="/campaigns/:id">{({ id }) => <CampaignPage key={id} id={id} />}</Route>
        <Route path="/queue" component={Queue} />
        <Route path="/log" component={Log} />
        <Route path="/contacts" component={Contacts} />
        <Route path="/api-keys" component={Keys} />
        <Route path="/settings" component={Settings} />
        <Route>
          <Redirect to="/" replace />
        </Route>
      </Switch>
    </Suspense>
  );
}
