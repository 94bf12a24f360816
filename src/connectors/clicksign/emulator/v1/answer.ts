import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { isObject, parseJson, type Json, type JsonObject } from '#std/json.ts';
import { parseMoment } from '../model/moment.ts';
import { Refusal, textOf, unprocessable, type Objection } from '../model/refusal.ts';

/** Errors of v1 and v2: a list of sentences. Recorded answers of 2018–2022. */
export function answerErrors(c: Context, status: ContentfulStatusCode, ...errors: string[]): Response {
  return c.json({ errors }, status);
}

/** A refusal that carries the sentence to answer. */
export function sentence(text: string): Refusal {
  return unprocessable('', text);
}

/** Something v1 does not know. "Documento não encontrado" is recorded; the others follow it. */
export class NotFound extends Error {}

/** The answer to something thrown while handling a call. */
export function refuse(error: Error, c: Context): Response {
  if (error instanceof NotFound) return answerErrors(c, 404, error.message);
  if (!(error instanceof Refusal)) throw error;
  return answerErrors(c, statusOf(error.objections[0]), ...error.objections.map(textOf));
}

function statusOf(objection: Objection | undefined): ContentfulStatusCode {
  switch (objection?.kind) {
    case 'bad_request':
      return 400;
    case 'forbidden':
      return 403;
    case 'not_found':
      return 404;
    case 'too_many':
      return 429;
    default:
      return 422;
  }
}

/** The body of a call, or its part under `name`. An absent body is an empty one. */
export async function readBody(c: Context, name?: string): Promise<JsonObject> {
  const bytes = new Uint8Array(await c.req.arrayBuffer());
  const body = bytes.length === 0 ? {} : parseJson(bytes);
  if (!isObject(body)) throw new Refusal({ kind: 'bad_request', pointer: '', detail: 'JSON inválido' });
  const part = name === undefined ? body : (body[name] ?? body);
  if (!isObject(part)) {
    throw new Refusal({ kind: 'bad_request', pointer: '', detail: `${name} deve ser um hash` });
  }
  return part;
}

/** v1 ignores what it does not know; these read what it does. */
export const read = {
  text(body: JsonObject, name: string): string | null {
    const value = body[name];
    return typeof value === 'string' && value !== '' ? value : null;
  },
  flag(body: JsonObject, name: string): boolean | undefined {
    const value = body[name];
    return typeof value === 'boolean' ? value : undefined;
  },
  list(body: JsonObject, name: string): string[] {
    const value: Json | undefined = body[name];
    return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
  },
  /** @throws the vendor's 422 when it is no date */
  moment(body: JsonObject, name: string): number | undefined {
    const text = body[name];
    if (text === undefined || text === null) return undefined;
    const at = typeof text === 'string' ? parseMoment(text) : null;
    if (at === null) throw unprocessable(name, 'não está em um formato válido');
    return at;
  },
};
