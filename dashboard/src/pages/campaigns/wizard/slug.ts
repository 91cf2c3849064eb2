const NAME = /^[\p{L}\p{M}\p{N}_\- ]{1,64}$/u;

/** How a column is written in a text, or null if its name cannot stand in one. The server compares names without case. */
export function slug(column: string): string | null {
  const name = column.trim().toLowerCase();
  return NAME.test(name) ? name : null;
}
