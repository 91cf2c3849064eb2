/** What the one-time link carries; behind the mark in the address, so that no server's log ever has it. */
export function setUpToken(): string | null {
  return /^#setup=([\w-]+)$/.exec(location.hash)?.[1] ?? null;
}
