import { z } from 'zod';
import type { ConnectionContext } from '#kit/connector.ts';
import { VendorError } from '#kit/vendor-error.ts';
import type { JsonObject } from '#std/json.ts';
import { callV3, pathOf, understand } from '../client.ts';
import { isTaken } from '../errors.ts';
import { oneOf, readAll, sendResource } from './resource.ts';

const attributes = z.object({
  name: z.string(),
  email: z.string().nullish(),
  phone_number: z.string().nullish(),
  birthday: z.string().nullish(),
  has_documentation: z.boolean().nullish(),
  documentation: z.string().nullish(),
  refusable: z.boolean().nullish(),
  group: z.number().nullish(),
  created: z.string().nullish(),
});

export type SignerAttributes = z.infer<typeof attributes>;
export type EnvelopeSigner = SignerAttributes & { id: string };

/** All signers of an envelope. */
export async function signersOf(context: ConnectionContext, envelope: string): Promise<EnvelopeSigner[]> {
  const items = await readAll(context, { path: pathOf`/api/v3/envelopes/${envelope}/signers`, attributes });
  return items.map((item) => ({ id: item.id, ...item.attributes }));
}

/** One signer, or null when it is gone. */
export async function readSigner(
  context: ConnectionContext,
  envelope: string,
  id: string,
): Promise<EnvelopeSigner | null> {
  try {
    const path = pathOf`/api/v3/envelopes/${envelope}/signers/${id}`;
    const { data } = understand(await callV3(context, { method: 'GET', path }), oneOf(attributes));
    return { id: data.id, ...data.attributes };
  } catch (error) {
    if (error instanceof VendorError && error.kind === 'not_found') return null;
    throw error;
  }
}

/** Adds a signer to a draft. Not idempotent, and signers cannot be changed afterwards. */
export async function addSigner(
  context: ConnectionContext,
  envelope: string,
  values: JsonObject,
): Promise<EnvelopeSigner> {
  const path = pathOf`/api/v3/envelopes/${envelope}/signers`;
  const data = { type: 'signers', attributes: values };
  const added = await sendResource(context, { method: 'POST', path, data, attributes });
  return { id: added.id, ...added.attributes };
}

const requirement = z.object({ action: z.string() });

/** Says what a signer does with a document. Asking twice for the same is fine: the vendor refuses, we go on. */
export async function requireOf(
  context: ConnectionContext,
  envelope: string,
  link: { document: string; signer: string },
  values: { action: 'agree'; role: string } | { action: 'provide_evidence'; auth: string },
): Promise<void> {
  const relationships = {
    document: { data: { type: 'documents', id: link.document } },
    signer: { data: { type: 'signers', id: link.signer } },
  };
  const data = { type: 'requirements', attributes: values, relationships };
  const path = pathOf`/api/v3/envelopes/${envelope}/requirements`;
  try {
    await sendResource(context, { method: 'POST', path, data, attributes: requirement });
  } catch (error) {
    if (!isTaken(error)) throw error;
  }
}
