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
  if (name === 'CampaignPage') {
    import('../pages/campaigns/charts/Charts').catch(() => undefined);
  }
}
