/** The files of a page could not be fetched: the product is away, or has got others since the window was opened. */
export class PageLost extends Error {}

const RELOADED = 'staffetta.reloaded';
/** Not again by itself within this time: whatever is wrong then, loading anew does not mend it. */
const LATELY_MS = 60_000;
const PATIENCE_MS = 5_000;

export function reloadedLately(): boolean {
  return Date.now() - Number(sessionStorage.getItem(RELOADED) ?? 0) < LATELY_MS;
}

/** Loads the window anew if the product answers; what a browser failed to fetch once it may not fetch again without. */
export async function comeBack(): Promise<void> {
  try {
    await fetch('/health', { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch {
    return;
  }
  sessionStorage.setItem(RELOADED, String(Date.now()));
  location.reload();
}
