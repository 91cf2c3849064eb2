/** A number as sentences name it: what its owner calls it, and its phone. */
export function named(session: { name: string; number: string | null } | null): string {
  if (session === null) {
    return '';
  }
  return session.number === null ? session.name : `${session.name} (${session.number})`;
}
