import { Route, Switch } from 'wouter';
import { Skeleton } from '../ui/Notes';
import { Fetched } from './Fetched';
import { page } from './page';
import { NotFound } from './NotFound';
import { PAGES } from './pages';

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
