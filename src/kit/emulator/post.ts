import type { Clock } from '#std/clock.ts';
import { messageOf } from '#std/errors.ts';

/** One try of a delivery. */
export interface DeliveryAttempt {
  /** When it began, in milliseconds since the epoch. */
  at: number;
  /** How long it took, in milliseconds. */
  ms: number;
  /** Whether the answer was a 2xx. */
  ok: boolean;
  /** The answer's status, or null when none came. */
  status: number | null;
  /** Why no answer came. */
  error: string | null;
  /** The beginning of the answer's body. */
  answer: string;
}

interface PostOptions {
  clock: Clock;
  fetch: typeof fetch;
  timeoutMs: number;
  signal: AbortSignal;
}

/** Posts a webhook once. Redirects are not followed and count as failures. Never throws. */
export async function post(
  request: { url: string; body: string; headers: Record<string, string> },
  options: PostOptions,
): Promise<DeliveryAttempt> {
  const { clock } = options;
  const at = clock.now();
  const began = clock.monotonic();
  const done = new AbortController();
  const abort = () => done.abort(options.signal.reason);
  options.signal.addEventListener('abort', abort, { once: true });
  const over = new AbortController();
  void clock.sleep(options.timeoutMs, over.signal).then(() => {
    if (!over.signal.aborted) done.abort(new Error(`No answer within ${options.timeoutMs} ms`));
  });
  const ended = (rest: Pick<DeliveryAttempt, 'ok' | 'status' | 'error' | 'answer'>): DeliveryAttempt => ({
    at,
    ms: Math.round(clock.monotonic() - began),
    ...rest,
  });
  try {
    const { url, authorization } = splitCredentials(request.url);
    const response = await options.fetch(url, {
      method: 'POST',
      body: request.body,
      headers: { ...request.headers, ...(authorization && { authorization }) },
      redirect: 'manual',
      signal: done.signal,
    });
    const answer = (await response.text()).slice(0, 500);
    return ended({ ok: response.ok, status: response.status, error: null, answer });
  } catch (error) {
    return ended({ ok: false, status: null, error: reasonOf(error), answer: '' });
  } finally {
    over.abort();
    options.signal.removeEventListener('abort', abort);
  }
}

/** `fetch` refuses addresses with a user in them; vendors turn that into basic auth. */
function splitCredentials(address: string): { url: string; authorization: string | null } {
  const url = new URL(address);
  if (url.username === '' && url.password === '') return { url: address, authorization: null };
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  url.username = '';
  url.password = '';
  return { url: url.href, authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause === undefined ? messageOf(error) : `${messageOf(error)}: ${messageOf(cause)}`;
}
