import type { Content } from './draft';

/** What was typed into a draft and is not on the server, as this tab remembers it: it outlives a reload. */
const KEY = 'staffetta.typed.';

interface Typing {
  /** The version of the draft that it was typed over. */
  version: number;
  content: Content;
}

export function rememberedTyping(id: string): Typing | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEY + id) ?? 'null') as Typing | null;
  } catch {
    return null;
  }
}

export function rememberTyping(id: string, { version, content: typed }: Typing): void {
  if (isEmpty(typed)) {
    sessionStorage.removeItem(KEY + id);
  } else {
    sessionStorage.setItem(KEY + id, JSON.stringify({ version, content: typed }));
  }
}

/** Forgets what was typed into whichever draft. */
export function forgetTyping(): void {
  Object.keys(sessionStorage)
    .filter((key) => key.startsWith(KEY))
    .forEach((key) => sessionStorage.removeItem(key));
}

export function isEmpty(content: Content): boolean {
  return Object.keys(content).length === 0;
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function keysOf(content: Content): (keyof Content)[] {
  return Object.keys(content) as (keyof Content)[];
}

/** What was typed, without what is kept by now; what was typed on meanwhile stays. */
export function without(typed: Content, kept: Content): Content {
  return Object.fromEntries(Object.entries(typed).filter(([name, value]) => !same(value, kept[name as keyof Content])));
}

export function withoutKeys(typed: Content, those: Content): Content {
  return Object.fromEntries(Object.entries(typed).filter(([name]) => !(name in those)));
}

/** The same draft at two times, as far as it is edited. */
export type Seen = { [Name in keyof Content]?: unknown };

/** Whether something that is about to be written was changed by somebody else since it was seen here. */
export function overtaken(content: Content, seen: Seen, now: Seen): boolean {
  return keysOf(content).some((name) => !same(seen[name], now[name]) && !same(content[name], now[name]));
}
