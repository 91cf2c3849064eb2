/**
 * Which of this browser's tabs holds the one stream: HTTP/1.1 allows some six connections to a host. A lease in
 * localStorage, because pages on a plain-http intranet have no Web Locks. Should two tabs take it in the same moment,
 * the later writer stays, and the other notices at its next look.
 */
const KEY = 'staffetta.stream';
/** Longer than the tick of a tab in the background, which browsers slow down. */
const LEASE_MS = 6_000;

interface Held {
  tab: string;
  until: number;
}

function held(): Held | null {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? 'null') as Held | null;
  } catch {
    return null;
  }
}

/** Takes or prolongs the lease; false while another tab holds it. */
export function takeLease(tab: string, now = Date.now()): boolean {
  const other = held();
  if (other && other.tab !== tab && other.until > now && other.until <= now + LEASE_MS) {
    return false;
  }
  localStorage.setItem(KEY, JSON.stringify({ tab, until: now + LEASE_MS }));
  return true;
}

export function giveLeaseBack(tab: string): void {
  if (held()?.tab === tab) {
    localStorage.removeItem(KEY);
  }
}
