/** Pages are fetched when they are first seen. */
export const PAGES = {
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

/** The heaviest part of a campaign's page. */
export const CHARTS = () => import('../pages/campaigns/charts/Charts');

const BEGINS: readonly [RegExp, keyof typeof PAGES][] = [
  [/^\/$/, 'Overview'],
  [/^\/numbers$/, 'Numbers'],
  [/^\/numbers\//, 'NumberPage'],
  [/^\/campaigns$/, 'Campaigns'],
  [/^\/campaigns\/new\//, 'NewCampaign'],
  [/^\/campaigns\//, 'CampaignPage'],
  [/^\/queue$/, 'Queue'],
];

const arrived = new Map<() => Promise<unknown>, unknown>();

/** What was fetched ahead by this function, if it has come. */
export function arrivedBy<T>(fetchIt: () => Promise<T>): T | undefined {
  return arrived.get(fetchIt) as T | undefined;
}

/** Has the page at an address fetched already, while it is not yet known who is there. */
export function fetchPage(path: string): void {
  const name = BEGINS.find(([pattern]) => pattern.test(path))?.[1];
  if (name) {
    fetchAhead(PAGES[name]);
  }
  if (name === 'CampaignPage') {
    fetchAhead(CHARTS);
  }
}

function fetchAhead(fetchIt: () => Promise<unknown>): void {
  fetchIt().then(
    (what) => arrived.set(fetchIt, what),
    // What does not come now is asked for again when it is shown.
    () => undefined,
  );
}
