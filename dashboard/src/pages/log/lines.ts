import { fetchEvents } from '../../api/queries';
import type { LoggedEvent } from '../../api/types/events';

const PAGE = 1_000;
const MOST = 20_000;

/** The latest events as lines of JSON, the oldest of them first. */
export async function asLines(filter: { topics: string; campaignId: string }): Promise<Blob> {
  const found: LoggedEvent[] = [];
  let after: string | undefined;
  do {
    const page = await fetchEvents({ ...filter, after, limit: PAGE });
    found.push(...page.items);
    after = page.next ?? undefined;
  } while (after !== undefined && found.length < MOST);
  const lines = found.reverse().map((event) => `${JSON.stringify(event)}\n`);
  return new Blob(lines, { type: 'application/x-ndjson' });
}
