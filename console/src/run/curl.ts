import type { Call } from '../../../src/api/contract.ts';

/** Headers a client sets by itself. */
const own = new Set(['host', 'content-length', 'connection', 'accept-encoding', 'transfer-encoding']);
const secretNames = /authorization|cookie|token|secret|api-?key|signature/i;
/** What the hub writes in place of a secret. */
const masked = /\*{3,}|•{3,}|\[(masked|redacted|hidden)\]|…masked…/i;

/** A request as a command line, with placeholders (`$AUTHORIZATION`) where secrets were. */
export function curlOf(call: Call): string {
  const headers = Object.entries(call.requestHeaders).filter(([name]) => !own.has(name.toLowerCase()));
  const parts = [
    `curl -X ${call.method} ${quote(hideInUrl(call.url))}`,
    ...headers.map(([name, value]) => `-H ${quoteHeader(name, value)}`),
    ...(call.requestBody ? [`--data-raw ${quote(call.requestBody.text)}`] : []),
  ];
  return parts.join(' \\\n  ');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Double quotes where a placeholder must be filled by the shell. */
function quoteHeader(name: string, value: string): string {
  if (!secretNames.test(name) && !masked.test(value)) return quote(`${name}: ${value}`);
  return `"${name}: $${name.toUpperCase().replaceAll(/[^A-Z\d]+/g, '_')}"`;
}

/** Percent-decoded text; as it is when it is no proper encoding. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Secrets in the query become readable placeholders. */
function hideInUrl(url: string): string {
  return url.replaceAll(/([?&])([^=&#]+)=([^&#]*)/g, (whole, mark: string, name: string, value: string) =>
    secretNames.test(name) || masked.test(decoded(value)) ? `${mark}${name}=${name.toUpperCase()}` : whole,
  );
}
