import type { Call, CapturedBody } from '../../domain/call.ts';
import type { Masker } from './masker.ts';

/** Where the calls of an attempt are collected, in the order they ended. */
export interface Capture {
  calls: Call[];
}

/** Bytes of a body that are kept. */
export const KEPT_BODY_BYTES = 256 * 1024;

/**
 * A body for the history: masked text, cut at 256 KB; bytes that are no text are named, not stored.
 * @param contentType of the body, `''` when unknown
 */
export function captureBody(body: Buffer | null, contentType: string, masker: Masker): CapturedBody | null {
  if (body === null || body.length === 0) return null;
  const bytes = body.length;
  if (!isText(body, contentType)) {
    return { text: `[${contentType.split(';')[0] || 'binary'}, ${bytes} bytes]`, bytes, cut: true };
  }
  if (bytes <= KEPT_BODY_BYTES) return { text: masker.text(body.toString('utf8')), bytes, cut: false };
  const kept = body.toString('utf8', 0, wholeCharacters(body, KEPT_BODY_BYTES));
  return { text: masker.text(masker.cutEnd(kept)), bytes, cut: true };
}

/** Header names stay, secret values go. */
export function captureHeaders(headers: Record<string, string>, masker: Masker): Record<string, string> {
  const captured: Record<string, string> = {};
  for (const name in headers) captured[name] = masker.header(name, headers[name] ?? '');
  return captured;
}

const TEXT_TYPE =
  /^(?:text\/|application\/(?:[\w.-]+\+)?(?:json|xml|x-www-form-urlencoded|javascript|x-ndjson))/i;

function isText(body: Buffer, contentType: string): boolean {
  if (contentType !== '' && !TEXT_TYPE.test(contentType)) return false;
  // A vendor that labels a file as text is found by its first NUL.
  return body.subarray(0, 1024).indexOf(0) === -1;
}

/** The end of the last whole UTF-8 character before `end`. */
function wholeCharacters(body: Buffer, end: number): number {
  let cut = end;
  while (cut > end - 4 && ((body[cut] ?? 0) & 0xc0) === 0x80) cut--;
  return cut;
}
