/** A refusal in the server's words; `code` is stable. `network` means that no answer came. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: Record<string, unknown>;

  constructor(status: number, code: string, message: string, details: Record<string, unknown> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

interface Refusal {
  code?: string;
  message?: string;
  details?: Record<string, unknown> | null;
}

let language = 'en';
let onSessionLost: () => void = () => undefined;

/** The language of the server's messages from now on. */
export function setRequestLanguage(next: string): void {
  language = next;
}

/** Called whenever a request shows that nobody is logged in any more. */
export function setSessionLost(listener: () => void): void {
  onSessionLost = listener;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What is to be sent: something that becomes JSON, or a file as it is. */
export type Body = object | Blob;

export interface Options {
  /** The media type of a body that is no JSON. */
  type?: string;
  /** The version that was seen of what is to be changed. */
  version?: number;
  /** Whether it may take minutes, as what goes through everybody of a campaign. */
  slow?: boolean;
}

/** Nobody looks at a waiting button for longer; then it is said that no answer came. */
const PATIENCE_MS = 10_000;
const LONG_PATIENCE_MS = 180_000;

/** Browsers let this much outlive a page, and some more. */
const KEPT_ALIVE = 16_000;

/** Files are under way for as long as their line takes. */
function patience(method: Method, body: Body | undefined, slow: boolean): AbortSignal | null {
  return body instanceof Blob ? null : AbortSignal.timeout(slow || method === 'GET' ? LONG_PATIENCE_MS : PATIENCE_MS);
}

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError';
}

interface Ahead {
  since: number;
  coming: Promise<unknown>;
  came?: unknown;
}

/** Answers that were asked for before anybody wanted them, each for one who does. */
const ahead = new Map<string, Ahead>();

/** An answer that lay longer than this is not how things are any more. */
const AHEAD_MS = 5_000;

/** Asks for what the first view needs while the scripts that show it are still on their way. */
export function askAhead(path: string): void {
  const asked: Ahead = { since: performance.now(), coming: answer('GET', path).then(read) };
  asked.coming.then(
    (content) => (asked.came = content),
    // Whoever wants it hears of its failure.
    () => undefined,
  );
  ahead.set(path, asked);
}

/** What was asked for ahead and has come already, so that nothing need be shown in its place. */
export function cameAhead(path: string): unknown {
  return ahead.get(path)?.came === undefined ? undefined : takeAhead(path)?.came;
}

function takeAhead(path: string): Ahead | undefined {
  const found = ahead.get(path);
  ahead.delete(path);
  return found && performance.now() - found.since < AHEAD_MS ? found : undefined;
}

async function answer(method: Method, path: string, body?: Body, options: Options = {}): Promise<Response> {
  const headers: Record<string, string> = { 'Accept-Language': language, Accept: 'application/json' };
  if (method !== 'GET') {
    headers['X-Staffetta-Page'] = '1';
  }
  if (body !== undefined) {
    headers['Content-Type'] = options.type ?? 'application/json';
  }
  if (options.version !== undefined) {
    headers['If-Match'] = `"${options.version}"`;
  }
  const content = body === undefined ? null : body instanceof Blob ? body : JSON.stringify(body);
  try {
    return await fetch(path, {
      method,
      headers,
      body: content,
      // What is written as the page is left still arrives.
      keepalive: method === 'PATCH' && typeof content === 'string' && content.length < KEPT_ALIVE,
      signal: patience(method, body, options.slow === true),
    });
  } catch (error) {
    throw new ApiError(0, isTimeout(error) ? 'timeout' : 'network', '');
  }
}

async function refusal(response: Response): Promise<ApiError> {
  const said = (await response.json().catch(() => ({}))) as Refusal;
  return new ApiError(response.status, said.code ?? 'unknown', said.message ?? response.statusText, said.details ?? {});
}

async function read(response: Response): Promise<unknown> {
  if (!response.ok) {
    throw await refusal(response);
  }
  return response.status === 204 ? undefined : response.json();
}

/** Asks the API; throws an {@link ApiError} for everything but success. */
export async function call<T>(method: Method, path: string, body?: Body, options?: Options): Promise<T> {
  if (method !== 'GET') {
    // What is done may change every answer, as logging in does.
    ahead.clear();
  }
  try {
    return (await (takeAhead(path)?.coming ?? answer(method, path, body, options).then(read))) as T;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'unauthenticated') {
      onSessionLost();
    }
    throw error;
  }
}

interface Asking<T> {
  queryFn: () => Promise<T>;
  initialData: () => T | undefined;
}

/** How a query gets what it wants of an answer; at once if that was asked for ahead and has come. */
export function asking<T>(path: string, part: (answer: never) => T): Asking<T> {
  return {
    queryFn: async () => part(await call<never>('GET', path)),
    initialData: () => {
      const came = cameAhead(path);
      return came === undefined ? undefined : part(came as never);
    },
  };
}
