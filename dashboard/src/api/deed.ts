import { call, type Body, type Method } from './client';

/** Something that changes something: one description, of which both the call and its curl are made. */
export interface Deed<T> {
  method: Exclude<Method, 'GET'>;
  path: string;
  body?: Body | undefined;
  /** The media type of a body that is no JSON. */
  type?: string;
  /** The version that was seen of what is to be changed. */
  version?: number;
  /** Whether it may take minutes. */
  slow?: boolean;
  /** Never there: it says of which type the answer is. */
  readonly answer?: T;
}

/** What is under way, by what it changes; files are the same only if they are the very same. */
const underWay = new Map<string, { body: Body | undefined; answer: Promise<unknown> }>();

function sameBody(one: Body | undefined, other: Body | undefined): boolean {
  const plain = !(one instanceof Blob) && !(other instanceof Blob);
  return one === other || (plain && JSON.stringify(one) === JSON.stringify(other));
}

/**
 * Does it; throws an ApiError for everything but success. What is asked for again before it was answered, as by the
 * second click of a double one, is done once.
 */
export function perform<T>({ method, path, body, type, version, slow }: Deed<T>): Promise<T> {
  const key = `${method} ${path} ${version ?? ''}`;
  const already = underWay.get(key);
  if (already && sameBody(already.body, body)) {
    return already.answer as Promise<T>;
  }
  const answer = call<T>(method, path, body, {
    ...(type === undefined ? {} : { type }),
    ...(version === undefined ? {} : { version }),
    ...(slow === undefined ? {} : { slow }),
  }).finally(() => {
    if (underWay.get(key)?.answer === answer) {
      underWay.delete(key);
    }
  });
  underWay.set(key, { body, answer });
  return answer;
}

/** What a command says in place of a secret. */
export const HIDDEN = '…';

/** As a shell takes any text at all: nothing in it means anything. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function content({ body, type }: Deed<unknown>): string[] {
  if (body === undefined) {
    return [];
  }
  const header = `-H ${quoted(`Content-Type: ${type ?? 'application/json'}`)}`;
  if (body instanceof Blob) {
    const name = body instanceof File ? body.name : 'FILE';
    return [header, `--data-binary ${quoted(`@${name}`)}`];
  }
  return [header, `--data-raw ${quoted(JSON.stringify(body))}`];
}

const KEY = '-H "X-Api-Key: $STAFFETTA_KEY"';

/** The same as a command for a shell; the key comes from there. */
export function curlOf(deed: Deed<unknown>, origin: string): string {
  const parts = [
    `curl -X ${deed.method} ${quoted(origin + deed.path)}`,
    KEY,
    ...(deed.version === undefined ? [] : [`-H ${quoted(`If-Match: "${deed.version}"`)}`]),
    ...content(deed),
  ];
  return parts.join(' \\\n  ');
}

/** A command that only looks. */
export function curlToRead(path: string, origin: string): string {
  return `curl ${KEY} ${quoted(origin + path)}`;
}
