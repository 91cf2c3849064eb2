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

/** Answers that were asked for before anybody wanted them, each for one who does. */
const ahead = new Map<string, { since: number; answer: Promise<Response> }>();

/** An answer that lay longer than this is not how things are any more. */
const AHEAD_MS = 5_000;

/** Asks for what the first view needs while the scripts that show it are still on their way. */
export function askAhead(path: string): void {
  const coming = answer('GET', path);
  // Whoever wants it hears of its failure.
  coming.catch(() => undefined);
  ahead.set(path, { since: performance.now(), answer: coming });
}

function takeAhead(path: string): Promise<Response> | undefined {
  const found = ahead.get(path);
  ahead.delete(path);
  return found && performance.now() - found.since < AHEAD_MS ? found.answer : undefined;
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

/** Asks the API; throws an {@link ApiError} for everything but success. */
export async function call<T>(method: Method, path: string, body?: Body, options?: Options): Promise<T> {
  if (method !== 'GET') {
    // What is done may change every answer, as logging in does.
    ahead.clear();
  }
  const response = await (takeAhead(path) ?? answer(method, path, body, options));
  if (!response.ok) {
    const error = await refusal(response);
    if (error.code === 'unauthenticated') {
      onSessionLost();
    }
    throw error;
  }
  return (response.status === 204 ? undefined : await response.json()) as T;
}
