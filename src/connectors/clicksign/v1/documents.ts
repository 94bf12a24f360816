import { z } from 'zod';
import type { ConnectionContext } from '#kit/connector.ts';
import { VendorError } from '#kit/vendor-error.ts';
import type { JsonObject } from '#std/json.ts';
import { callV1, pathOf, understand } from '../client.ts';

const document = z.looseObject({ key: z.string() });
const one = z.object({ document });

/** A document in the shape webhooks carry, or null when v1 does not know the key. */
export async function readV1Document(context: ConnectionContext, key: string): Promise<JsonObject | null> {
  try {
    const response = await callV1(context, { method: 'GET', path: pathOf`/api/v1/documents/${key}` });
    return understand(response, one).document as JsonObject;
  } catch (error) {
    if (error instanceof VendorError && error.kind === 'not_found') return null;
    throw error;
  }
}

/** Cancels a running document; gives it as it is now. */
export async function cancelV1Document(context: ConnectionContext, key: string): Promise<JsonObject> {
  const path = pathOf`/api/v1/documents/${key}/cancel`;
  const response = await callV1(context, { method: 'PATCH', path, json: { document: {} } });
  return understand(response, one).document as JsonObject;
}

/** Asks one signer of a document to sign. Answered 202 with an empty body. */
export async function notifyV1(
  context: ConnectionContext,
  requestSignatureKey: string,
  message: string | null,
): Promise<void> {
  const json = { request_signature_key: requestSignatureKey, ...(message !== null && { message }) };
  await callV1(context, { method: 'POST', path: '/api/v1/notifications', json });
}

const listed = z.object({
  key: z.string(),
  uploaded_at: z.string().nullish(),
  updated_at: z.string().nullish(),
});
const list = z.object({
  documents: z.array(listed),
  page_infos: z.object({ next_page: z.number().nullish() }).nullish(),
});

export type ListedDocument = z.infer<typeof listed>;

/**
 * One page of all documents, up to 30, in an order the vendor does not document; without their events.
 * `next` is null after the last page ("Visualizar todos os documentos", API v1 docs, read 2026-11).
 */
export async function pageOfV1Documents(
  context: ConnectionContext,
  page: number,
): Promise<{ documents: ListedDocument[]; next: number | null }> {
  const response = await callV1(context, { method: 'GET', path: '/api/v1/documents', query: { page } });
  const body = understand(response, list);
  return {
    documents: body.documents,
    next: body.documents.length === 0 ? null : (body.page_infos?.next_page ?? null),
  };
}
