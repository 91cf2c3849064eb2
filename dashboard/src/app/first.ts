import type { QueryClient } from '@tanstack/react-query';
import {
  campaignQuery,
  campaignsQuery,
  countsQuery,
  courseQuery,
  sentByHourQuery,
  sessionsQuery,
} from '../api/queries';

/** Asks for what the page at an address shows first, while its script and who is there are still on their way. */
export function fetchFirst(client: QueryClient, path: string): void {
  // What does not come now is asked for again when it is shown.
  const nothing = () => undefined;
  client.query(sessionsQuery).catch(nothing);
  client.query(campaignsQuery).catch(nothing);
  const campaign = /^\/campaigns\/([\w-]+)$/.exec(path)?.[1];
  if (path === '/') {
    client.query(sentByHourQuery).catch(nothing);
  } else if (path === '/queue') {
    client.query(countsQuery({})).catch(nothing);
  } else if (campaign !== undefined) {
    client.query(campaignQuery(campaign)).catch(nothing);
    client.query(countsQuery({ campaignId: campaign, status: 'claimed,sending' })).catch(nothing);
    client.query(courseQuery(campaign, null)).catch(nothing);
  }
}
