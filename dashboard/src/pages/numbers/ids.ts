const LONGEST = 40;

/** An id for a session, made of its name: what the API allows, and none that is taken. */
export function idFor(name: string, taken: readonly string[]): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST)
    .replace(/^-+|-+$/g, '');
  const base = plain === '' ? 'number' : plain;
  const names = new Set(taken);
  let id = base;
  for (let n = 2; names.has(id) || RESERVED.test(id); n++) {
    id = `${base}-${n}`;
  }
  return id;
}

/** Words of the product's own addresses; the server knows all of them and has the last word. */
const RESERVED =
  /^(admin|api|assets|campaigns|contacts|default|log|login|messages|number|numbers|queue|send|session|sessions|settings|status|test|webhook|whatsapp)$/;
