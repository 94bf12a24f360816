import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { textOf, type Objection } from '../model/refusal.ts';

export const mediaType = 'application/vnd.api+json';

/** Answers JSON in the media type of JSON:API. */
export function answer(c: Context, body: unknown, status: ContentfulStatusCode = 200): Response {
  return c.body(JSON.stringify(body), status, { 'Content-Type': `${mediaType}; charset=utf-8` });
}

/** One error of a JSON:API answer. The vendor writes `status` as a number here and as text there. */
export interface ErrorItem {
  code: string;
  status: number | string;
  title?: string;
  source?: { pointer: string };
  detail: string;
}

export function answerErrors(c: Context, status: ContentfulStatusCode, ...errors: ErrorItem[]): Response {
  return answer(c, { errors }, status);
}

/** An objection in the vendor's shape, with the HTTP status it goes with. */
export function errorItem(objection: Objection): { status: ContentfulStatusCode; item: ErrorItem } {
  const detail = textOf(objection);
  switch (objection.kind) {
    case 'bad_request':
      return {
        status: 400,
        item: { code: 'bad_request', status: 400, source: { pointer: objection.pointer }, detail },
      };
    case 'forbidden':
      return { status: 403, item: { code: 'forbidden', status: 403, title: 'Verificação', detail } };
    case 'not_found':
      return { status: 404, item: { title: 'Registro não encontrado', detail, code: '404', status: '404' } };
    case 'too_many':
      return {
        status: 429,
        item: { code: 'too_many_requests', status: 429, title: 'Limite excedido', detail },
      };
    case 'unprocessable': {
      const pointer = objection.attribute === '' ? '/data' : `/data/attributes/${objection.attribute}`;
      return {
        status: 422,
        item: { title: objection.title, detail, code: '100', source: { pointer }, status: '422' },
      };
    }
  }
}
