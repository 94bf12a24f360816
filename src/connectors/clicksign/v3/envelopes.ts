import { z } from 'zod';
import type { ConnectionContext } from '#kit/connector.ts';
import type { VendorRequest } from '#kit/http.ts';
import type { JsonObject } from '#std/json.ts';
import { VendorError } from '#kit/vendor-error.ts';
import { callV3, pathOf, understand } from '../client.ts';
import { oneOf, readAll, readPage, sendResource, type Page } from './resource.ts';

const attributes = z.object({
  name: z.string(),
  status: z.string(),
  deadline_at: z.string().nullish(),
  created: z.string().nullish(),
  modified: z.string().nullish(),
});

export interface Envelope {
  id: string;
  name: string;
  /** draft, running, closed or canceled. */
  status: string;
  deadlineAt: string | null;
}

type Resource = { id: string; attributes: z.infer<typeof attributes> };

function envelopeOf({ id, attributes }: Resource): Envelope {
  return { id, name: attributes.name, status: attributes.status, deadlineAt: attributes.deadline_at ?? null };
}

/** One page of the envelopes that pass the filters, in the vendor's own order. */
export async function pageOfEnvelopes(
  context: ConnectionContext,
  query: VendorRequest['query'] & object,
  page: number,
  size?: number,
): Promise<Page<Envelope>> {
  const list = { path: '/api/v3/envelopes', attributes, query, page, ...(size !== undefined && { size }) };
  const read = await readPage(context, list);
  return { ...read, items: read.items.map(envelopeOf) };
}

/** Envelopes of exactly this name. */
export async function envelopesNamed(context: ConnectionContext, name: string): Promise<Envelope[]> {
  const items = await readAll(context, {
    path: '/api/v3/envelopes',
    attributes,
    query: { 'filter[name]': name },
  });
  return items.map(envelopeOf).filter((envelope) => envelope.name === name);
}

/** An envelope, or null when there is none of this id. */
export async function readEnvelope(context: ConnectionContext, id: string): Promise<Envelope | null> {
  try {
    const response = await callV3(context, { method: 'GET', path: pathOf`/api/v3/envelopes/${id}` });
    return envelopeOf(understand(response, oneOf(attributes)).data);
  } catch (error) {
    if (error instanceof VendorError && error.kind === 'not_found') return null;
    throw error;
  }
}

/** Creates a draft. Not idempotent. */
export async function createEnvelope(
  context: ConnectionContext,
  values: JsonObject,
  folder: string | null,
): Promise<Envelope> {
  const relationships = folder === null ? {} : { folder: { data: { type: 'folders', id: folder } } };
  const data = { type: 'envelopes', attributes: values, ...(folder !== null && { relationships }) };
  return envelopeOf(
    await sendResource(context, { method: 'POST', path: '/api/v3/envelopes', data, attributes }),
  );
}

/** Changes an envelope; `status: running` starts it, and there is no way back to a draft. */
export async function changeEnvelope(
  context: ConnectionContext,
  id: string,
  values: JsonObject,
): Promise<Envelope> {
  const path = pathOf`/api/v3/envelopes/${id}`;
  const data = { id, type: 'envelopes', attributes: values };
  return envelopeOf(await sendResource(context, { method: 'PATCH', path, data, attributes }));
}

/** Deletes a draft; the vendor refuses anything further on. */
export async function deleteDraft(context: ConnectionContext, id: string): Promise<void> {
  await callV3(context, { method: 'DELETE', path: pathOf`/api/v3/envelopes/${id}` });
}

const notified = z.object({
  message: z.string().nullish(),
  summary: z.array(z.object({ signer_id: z.string().nullish(), notified: z.boolean().nullish() })).nullish(),
});

/**
 * Asks the signers of a running envelope, or one of them, to sign. One call per minute and address is allowed.
 * Gives how many the vendor says it notified.
 */
export async function notifySigners(
  context: ConnectionContext,
  envelope: string,
  options: { signer: string | null; message: string | null },
): Promise<number> {
  const path =
    options.signer === null
      ? pathOf`/api/v3/envelopes/${envelope}/notifications`
      : pathOf`/api/v3/envelopes/${envelope}/signers/${options.signer}/notifications`;
  const data = { type: 'notifications', attributes: { message: options.message } };
  const sent = await sendResource(context, { method: 'POST', path, data, attributes: notified });
  return (sent.attributes.summary ?? []).filter((each) => each.notified !== false).length;
}
