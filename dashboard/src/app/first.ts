import { askAhead } from '../api/client';
import { firstRows, nextOf, PATHS } from '../api/paths';

/** Asks for what the page at an address shows first, while its script and who is there are still on their way. */
export function askForFirst(path: string): void {
  [PATHS.me, PATHS.sessions, PATHS.campaigns, PATHS.health, ...ofPage(path)].forEach(askAhead);
}

function ofPage(path: string): string[] {
  const campaign = /^\/campaigns\/([\w-]+)$/.exec(path)?.[1];
  if (path === '/') {
    return [PATHS.sentByHour, PATHS.webhooks];
  }
  if (path === '/queue' && location.search === '') {
    return [PATHS.counts({}), PATHS.messages(firstRows('queued', 'oldest'))];
  }
  if (campaign !== undefined) {
    return [
      PATHS.campaign(campaign),
      PATHS.counts({ campaignId: campaign, status: 'claimed,sending' }),
      PATHS.course(campaign, null),
      ...nextOf(campaign).map(PATHS.messages),
    ];
  }
  return [];
}
