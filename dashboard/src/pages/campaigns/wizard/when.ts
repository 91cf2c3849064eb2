/** When a draft is to start, as this browser remembers it; the server learns it with the last button. */
const KEY = 'staffetta.when.';

/** A local time such as 2026-11-21T09:00, or null for at once. */
export function rememberedStart(id: string): string | null {
  return localStorage.getItem(KEY + id);
}

export function rememberStart(id: string, at: string | null): void {
  if (at === null) {
    localStorage.removeItem(KEY + id);
  } else {
    localStorage.setItem(KEY + id, at);
  }
}

/** This moment as a field for local times takes it. */
export function localTime(date: Date): string {
  const shifted = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}
