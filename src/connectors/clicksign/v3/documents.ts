import { z } from 'zod';
import type { ConnectionContext } from '#kit/connector.ts';
import { VendorError } from '#kit/vendor-error.ts';
import type { Json, JsonObject } from '#std/json.ts';
import { callV3, pathOf, understand } from '../client.ts';
import { oneOf, readAll, sendResource } from './resource.ts';

const attributes = z.object({
  status: z.string(),
  filename: z.string(),
  template: z.unknown().optional(),
  metadata: z.unknown().optional(),
  created: z.string().nullish(),
  modified: z.string().nullish(),
});

/** A document of an envelope as v3 gives it. */
export interface EnvelopeDocument {
  id: string;
  status: string;
  filename: string;
  template: Json;
  metadata: JsonObject;
  createdAt: string | null;
  modifiedAt: string | null;
}

type Resource = { id: string; attributes: z.infer<typeof attributes> };

function documentOf({ id, attributes: given }: Resource): EnvelopeDocument {
  const metadata = given.metadata;
  return {
    id,
    status: given.status,
    filename: given.filename,
    template: (given.template ?? null) as Json,
    metadata: typeof metadata === 'object' && metadata !== null ? (metadata as JsonObject) : {},
    createdAt: given.created ?? null,
    modifiedAt: given.modified ?? null,
  };
}

/** All documents of an envelope. */
export async function documentsOf(context: ConnectionContext, envelope: string): Promise<EnvelopeDocument[]> {
  const items = await readAll(context, { path: pathOf`/api/v3/envelopes/${envelope}/documents`, attributes });
  return items.map(documentOf);
}

/** One document, or null when it is gone. */
export async function readDocument(
  context: ConnectionContext,
  envelope: string,
  id: string,
): Promise<EnvelopeDocument | null> {
  try {
    const path = pathOf`/api/v3/envelopes/${envelope}/documents/${id}`;
    return documentOf(understand(await callV3(context, { method: 'GET', path }), oneOf(attributes)).data);
  } catch (error) {
    if (error instanceof VendorError && error.kind === 'not_found') return null;
    throw error;
  }
}

/** Adds a document to a draft, from `content_base64` or from a template. Not idempotent. */
export async function addDocument(
  context: ConnectionContext,
  envelope: string,
  values: JsonObject,
): Promise<EnvelopeDocument> {
  const path = pathOf`/api/v3/envelopes/${envelope}/documents`;
  const data = { type: 'documents', attributes: values };
  return documentOf(await sendResource(context, { method: 'POST', path, data, attributes }));
}

/** Cancels a running document. */
export async function cancelDocument(
  context: ConnectionContext,
  envelope: string,
  id: string,
): Promise<void> {
  const path = pathOf`/api/v3/envelopes/${envelope}/documents/${id}`;
  const data = { id, type: 'documents', attributes: { status: 'canceled' } };
  await sendResource(context, { method: 'PATCH', path, data, attributes });
}

const event = z.object({ name: z.string(), data: z.unknown().optional(), created: z.string() });

/** Something that happened to a document. `at` is the vendor's text for the time. */
export interface DocumentEvent {
  name: string;
  data: Json;
  at: string;
}

/** The whole history of a document, in the vendor's order. */
export async function eventsOf(
  context: ConnectionContext,
  envelope: string,
  document: string,
): Promise<DocumentEvent[]> {
  const path = pathOf`/api/v3/envelopes/${envelope}/documents/${document}/events`;
  const items = await readAll(context, { path, attributes: event });
  return items.map(({ attributes: { name, data, created } }) => ({
    name,
    data: (data ?? null) as Json,
    at: created,
  }));
}
