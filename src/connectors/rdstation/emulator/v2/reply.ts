import type { Context } from 'hono';
import { isObject, parseJson } from '#std/json.ts';
import { fieldsOf, type Fields } from '../model/fields.ts';
import { Refusal } from '../model/refusal.ts';
import type { UserRow } from '../model/rows.ts';

/** What the routes of API v2 know: whose access token asks. */
export type V2Env = { Variables: { user: UserRow } };

/**
 * The `data` object of a request. A member that is not among `names` is refused: a misspelled attribute must not pass
 * for one that was set. (Whether the vendor refuses or ignores it is not documented.)
 */
export async function dataOf(c: Context, names: readonly string[]): Promise<Fields> {
  const body = parseJson(new Uint8Array(await c.req.arrayBuffer()));
  if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '') || !isObject(body)) {
    throw new Refusal('unreadable', 'body');
  }
  if (!isObject(body['data'])) throw new Refusal('must_be_object', 'data');
  const data = fieldsOf(body['data']);
  const stranger = data.names.find((name) => !names.includes(name));
  if (stranger !== undefined) throw new Refusal('unknown_field', stranger);
  return data;
}

/** One error as API v2 lists it. */
export function errors(type: string, message: string, path?: string) {
  return { errors: [{ error_type: type, error_message: message, ...(path !== undefined && { path }) }] };
}

/** The vendor's answer to a refusal. Error types are those of RD Station's common error page (read 2026-11). */
export function refusalAnswer(refusal: Refusal) {
  const { kind, subject, detail } = refusal;
  switch (kind) {
    case 'not_found':
      return { status: 404, body: errors('RESOURCE_NOT_FOUND', `${subject} not found.`) } as const;
    case 'forbidden':
      return { status: 403, body: errors('FORBIDDEN', 'Forbidden request.') } as const;
    case 'unreadable':
      return {
        status: 400,
        body: errors('BAD_REQUEST', 'Could not parse the body of the request.'),
      } as const;
    case 'bad_request':
      return { status: 400, body: errors('BAD_REQUEST', detail, subject) } as const;
    case 'too_large':
      return { status: 400, body: errors('BAD_REQUEST', `At most ${detail} items.`, subject) } as const;
    default: {
      const { type, message } = validation(refusal);
      return { status: 422, body: errors(type, message, subject) } as const;
    }
  }
}

function validation({ kind, subject, detail }: Refusal): { type: string; message: string } {
  switch (kind) {
    case 'blank':
      return { type: 'CANNOT_BE_BLANK', message: 'Can not be blank' };
    case 'too_short':
      return { type: 'TOO_SHORT', message: `Is too short (minimum ${detail} characters)` };
    case 'too_long':
      return { type: 'TOO_LONG', message: `Is too long (maximum ${detail})` };
    case 'taken':
      return { type: 'TAKEN', message: 'Already in use' };
    case 'not_included':
      return { type: 'INCLUSION', message: 'It is not included in the list' };
    case 'unknown_field':
    case 'unknown_custom_field':
      return { type: 'INVALID', message: `Unknown attribute ${subject}` };
    case 'invalid':
      return { type: 'INVALID', message: detail || 'It is not valid' };
    default:
      return { type: kind.toUpperCase(), message: `It ${kind.replaceAll('_', ' ')}` };
  }
}
