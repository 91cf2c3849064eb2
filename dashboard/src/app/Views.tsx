import { Route, Switch } from 'wouter';
import { Skeleton } from '../ui/Notes';
import { Fetched } from './Fetched';
import { page } from './lostPages';
import { NotFound } from './NotFound';

/** Pages are fetched when they are first seen. */
const PAGES = {
  CampaignPage: () => import('../pages/campaigns/CampaignPage'),
  Campaigns: () => import('../pages/campaigns/Campaigns'),
  Log: () => import('../pages/log/Log'),
  Contacts: () => import('../pages/contacts/Contacts'),
  Keys: () => import('../pages/keys/Keys'),
  NewCampaign: () => import('../pages/campaigns/wizard/NewCampaign'),
  Numbers: () => import('../pages/numbers/Numbers'),
  NumberPage: () => import('../pages/numbers/NumberPage'),
  Overview: () => import('../pages/overview/Overview'),
  Queue: () => import('../pages/queue/Queue'),
  Settings: () => import('../pages/settings/Settings'),
  Webhooks: () => import('../pages/webhooks/Webhooks'),
};

const CampaignPage = page(PAGES.CampaignPage);
const Campaigns = page(PAGES.Campaigns);
const Log = page(PAGES.Log);
const Contacts = page(PAGES.Contacts);
const Keys = page(PAGES.Keys);
const NewCampaign = page(PAGES.NewCampaign);
const Numbers = page(PAGES.Numbers);
const NumberPage = page(PAGES.NumberPage);
const Overview = page(PAGES.Overview);
const Queue = page(PAGES.Queue);
const Settings = page(PAGES.Settings);
const Webhooks = page(PAGES.Webhooks);

const BEGINS: readonly [RegExp, keyof typeof PAGES][] = [
  [/^\/$/, 'Overview'],
  [/^\/numbers$/, 'Numbers'],
  [/^\/numbers\//, 'NumberPage'],
  [/^\/campaigns$/, 'Campaigns'],
  [/^\/campaigns\/new\//, 'NewCampaign'],
  [/^\/campaigns\//, 'CampaignPage'],
  [/^\/queue$/, 'Queue'],
];

/** Has the page at an address fetched already, while it is not yet known who is there. */
export function fetchPage(path: string): void {
  const name = BEGINS.find(([pattern]) => pattern.test(path))?.[1];
  if (name) {
    // What does not come now is asked for again when it is shown.
    PAGES[name]().catch(() => undefined);
  }
}

/** Which page stands at which address; the server knows the same ones. */
export function Views() {
  return (
    <Fetched fallback={<Skeleton />}>
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
        <Route path="/webhooks" component={Webhooks} />
        <Route path="/settings" component={Settings} />
        <Route component={NotFound} />
      </Switch>
    </Fetched>
  );
}
