import { ApiProblem, problemOf } from './problem.ts';
import { noteAway, noteHere } from './reach.ts';

/** Query parameters; empty ones are left out. */
export type Params = Record<string, string | number | null | undefined>;

/** The hub's API under one base address. Every call gives the parsed answer or throws `ApiProblem`. */
export interface Api {
  get<Answer>(path: string, params?: Params, signal?: AbortSignal): Promise<Answer>;
  post<Answer>(path: string, body?: unknown): Promise<Answer>;
  put<Answer>(path: string, body?: unknown): Promise<Answer>;
  patch<Answer>(path: string, body?: unknown): Promise<Answer>;
  remove<Answer = void>(path: string, body?: unknown): Promise<Answer>;
}

/** Calls under `base` (`/api`, `/api/w/wsp_…`), with the session's cookie. */
export function apiAt(base: string): Api {
  const send = <Answer>(method: string, path: string, body?: unknown, signal?: AbortSignal) =>
    request<Answer>(base + path, {
      method,
      ...(signal && { signal }),
      ...(body !== undefined && {
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
    });
  return {
    get: (path, params, signal) => send('GET', path + queryOf(params), undefined, signal),
    post: (path, body = {}) => send('POST', path, body),
    put: (path, body = {}) => send('PUT', path, body),
    patch: (path, body = {}) => send('PATCH', path, body),
    remove: (path, body) => send('DELETE', path, body),
  };
}

/** `?a=1&b=2`, or nothing. */
export function queryOf(params: Params = {}): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) {
    if (value !== undefined && value !== null && value !== '') query.set(key, String(value));
  }
  const text = query.toString();
  return text ? `?${text}` : '';
}

async function request<Answer>(url: string, init: RequestInit): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(url, { ...init, credentials: 'same-origin' });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    noteAway();
    throw new ApiProblem({
      status: 0,
      code: 'unreachable',
      detail: error instanceof Error ? error.message : '',
    });
  }
  const text = await response.text();
  const body: unknown = parse(text);
  // A proxy answers for a hub that is away, and the hub for a database that is.
  if ([502, 503, 504].includes(response.status)) noteAway();
  else noteHere();
  if (!response.ok) throw problemOf(response.status, body);
  return body as Answer;
}

/** JSON, or undefined for an empty body or a proxy's page. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
