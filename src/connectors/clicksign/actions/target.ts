import { z } from 'zod';
import type { ConnectionContext } from '#kit/connector.ts';
import type { Field } from '#kit/field.ts';
import { VendorError } from '#kit/vendor-error.ts';
import type { JsonObject } from '#std/json.ts';
import { apiOf } from '../account.ts';
import { readV1Document } from '../v1/documents.ts';
import { readEnvelope, type Envelope } from '../v3/envelopes.ts';

/** Which envelope an action is about: an envelope's id, or a document's key as webhooks bring it. */
export const targetInput = z.coerce.string().trim().min(1);
export const targetField: Field = {
  key: 'envelope',
  type: 'template',
  required: true,
  default: '{{ document.key }}',
};

export type Target =
  { kind: 'envelope'; envelope: Envelope } | { kind: 'document'; key: string; document: JsonObject };

/**
 * Finds what an id means. Webhooks name documents and not envelopes, so an id that is no envelope is looked up as a
 * document in API v1. Throws `VendorError` (not_found) when it is neither.
 */
export async function findTarget(context: ConnectionContext, id: string): Promise<Target> {
  const envelope = (await apiOf(context)) === 'v3' ? await readEnvelope(context, id) : null;
  if (envelope) return { kind: 'envelope', envelope };
  const document = await readV1Document(context, id);
  if (document) return { kind: 'document', key: id, document };
  throw new VendorError('not_found', `Clicksign has neither an envelope nor a document with the id ${id}.`, {
    status: 404,
  });
}
