/** What stands where a secret was. */
export const MASK = '•••';

/** Shorter values are words of every day; masking them would blank half a page and hide nothing. */
const MIN_SECRET_LENGTH = 6;

/** Takes secrets out of what is stored about a call. */
export interface Masker {
  text(value: string): string;
  header(name: string, value: string): string;
  url(value: string): string;
  /** Drops what may be the beginning of a secret from the end of a text that was cut. */
  cutEnd(value: string): string;
}

const SECRET_HEADERS = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'api-key',
  'apikey',
  'x-auth-token',
  'x-access-token',
  'access-token',
  'x-amz-security-token',
]);

const SECRET_PARAMS =
  /([?&;](?:token|auth_token|access_token|refresh_token|id_token|api_?key|secret|client_secret|password|code|code_verifier|sig|[\w-]*signature|x-amz-credential|x-amz-security-token|x-goog-credential)=)[^&#;]*/gi;

/** Signed links (S3, Google, CloudFront, Azure) inside a text; ends at what ends a link in JSON, HTML or prose. */
const SIGNED_PARAMS =
  /((?:X-Amz-Signature|X-Amz-Credential|X-Amz-Security-Token|X-Goog-Signature|X-Goog-Credential|Signature|[?&]sig)(?:=|%3D))[^&"'\s\\<>]+/gi;
const SIGNED_HINTS = ['X-Amz-', 'x-amz-', 'X-Goog-', 'Signature=', 'Signature%3D', 'sig='];

/**
 * @param secrets values that must not be stored: tokens, keys, the secret part of an address. Also found as they look
 * inside JSON and inside a URL.
 */
export function createMasker(secrets: readonly string[]): Masker {
  const values = variantsOf(secrets);

  function withoutSecrets(text: string): string {
    let masked = text;
    for (const value of values) if (masked.includes(value)) masked = masked.replaceAll(value, MASK);
    return masked;
  }

  function text(value: string): string {
    return maskSignedLinks(maskCpf(withoutSecrets(value)));
  }

  return {
    text,
    header: (name, value) => (SECRET_HEADERS.has(name.toLowerCase()) ? MASK : maskParams(text(value))),
    url: (value) => maskParams(text(value)),
    cutEnd: (value) => {
      for (const secret of values) {
        for (let length = Math.min(secret.length - 1, value.length); length >= 4; length--) {
          if (value.endsWith(secret.slice(0, length))) return value.slice(0, -length);
        }
      }
      return value;
    },
  };
}

function variantsOf(secrets: readonly string[]): string[] {
  const values = new Set<string>();
  for (const secret of secrets) {
    if (secret.length < MIN_SECRET_LENGTH) continue;
    values.add(secret);
    values.add(JSON.stringify(secret).slice(1, -1));
    values.add(encodeURIComponent(secret.toWellFormed()));
    values.add(new URLSearchParams({ s: secret }).toString().slice(2));
  }
  // The longest first, so that a secret inside another leaves no remainder.
  return [...values].sort((a, b) => b.length - a.length);
}

function maskParams(url: string): string {
  return url.includes('=') ? url.replace(SECRET_PARAMS, `$1${MASK}`) : url;
}

function maskSignedLinks(text: string): string {
  return SIGNED_HINTS.some((hint) => text.includes(hint)) ? text.replace(SIGNED_PARAMS, `$1${MASK}`) : text;
}

const CPF = /^\d{3}\.\d{3}\.\d{3}-\d{2}$/;

/** Brazilian personal numbers as people write them. Found by their dash: a pattern over a whole body costs more. */
function maskCpf(text: string): string {
  let masked = '';
  let done = 0;
  for (let dash = text.indexOf('-', 11); dash !== -1; dash = text.indexOf('-', dash + 1)) {
    if (text[dash - 4] !== '.' || text[dash - 8] !== '.') continue;
    if (dash - 11 < done || !CPF.test(text.slice(dash - 11, dash + 3))) continue;
    masked += text.slice(done, dash - 11) + MASK;
    done = dash + 3;
  }
  return done === 0 ? text : masked + text.slice(done);
}
