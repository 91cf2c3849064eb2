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
  /** Never there: it says of which type the answer is. */
  readonly answer?: T;
}

/** Does it; throws an ApiError for everything but success. */
export function perform<T>({ method, path, body, type, version }: Deed<T>): Promise<T> {
  return call<T>(method, path, body, {
    ...(type === undefined ? {} : { type }),
    ...(version === undefined ? {} : { version }),
  });
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
