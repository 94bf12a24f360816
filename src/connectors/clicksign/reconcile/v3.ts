import type { ConnectionContext } from '#kit/connector.ts';
import { VendorError } from '#kit/vendor-error.ts';
import { at, type Json, type JsonObject } from '#std/json.ts';
import type { ChangesPage, Range } from '../changes.ts';
import { readV1Document } from '../v1/documents.ts';
import { documentsOf, eventsOf, type DocumentEvent, type EnvelopeDocument } from '../v3/documents.ts';
import { pageOfEnvelopes, type Envelope } from '../v3/envelopes.ts';
import { signersOf, type EnvelopeSigner } from '../v3/signers.ts';
import { bodiesOf } from './history.ts';

/** Each envelope costs a handful of calls: small pages keep what is done when the budget ends a read early. */
const envelopesPerRead = 5;

/**
 * One page of the envelopes modified within the range, as webhook bodies. Pages are read from the last to the first:
 * an envelope that changes meanwhile leaves the range and pulls the later ones forward, onto pages still to come.
 */
export async function readV3Page(
  context: ConnectionContext,
  range: Range,
  cursor: Json | null,
): Promise<ChangesPage> {
  const query = {
    'filter[modified]': `${new Date(range.from).toISOString()},${new Date(range.to).toISOString()}`,
  };
  const asked = at(cursor, 'page');
  const page = typeof asked === 'number' ? asked : 1;
  const read = await pageOfEnvelopes(context, query, page, envelopesPerRead);
  if (typeof asked !== 'number' && read.last > 1) return { bodies: [], next: { page: read.last } };
  const bodies: Json[] = [];
  for (const envelope of read.items) {
    if (envelope.status !== 'draft') bodies.push(...(await bodiesOfEnvelope(context, envelope, range)));
  }
  return { bodies, next: page > 1 ? { page: page - 1 } : null };
}

async function bodiesOfEnvelope(
  context: ConnectionContext,
  envelope: Envelope,
  range: Range,
): Promise<Json[]> {
  const bodies: Json[] = [];
  let signers: EnvelopeSigner[] | null = null;
  for (const document of await documentsOf(context, envelope.id)) {
    const events = await eventsOf(context, envelope.id, document.id);
    const composed = compose(envelope, document, events, []);
    if (bodiesOf(composed, range).length === 0) continue;
    const whole = await asV1(context, document.id);
    if (!whole) signers ??= await signersOf(context, envelope.id);
    bodies.push(...bodiesOf(compose(envelope, document, events, signers ?? [], whole), range));
  }
  return bodies;
}

/**
 * v3 tells neither the path nor what a template was filled with; v1 does, where it knows the document. Whether v1 knows
 * those of envelopes is not documented, so its no is an answer, and what v3 told has to do.
 */
async function asV1(context: ConnectionContext, key: string): Promise<JsonObject | null> {
  try {
    return await readV1Document(context, key);
  } catch (error) {
    if (error instanceof VendorError && ['auth', 'forbidden', 'invalid'].includes(error.kind)) return null;
    throw error;
  }
}

function compose(
  envelope: Envelope,
  document: EnvelopeDocument,
  events: DocumentEvent[],
  signers: EnvelopeSigner[],
  whole: JsonObject | null = null,
): JsonObject {
  const ended = document.status === 'closed' || document.status === 'canceled';
  return {
    key: document.id,
    filename: document.filename,
    status: document.status,
    uploaded_at: document.createdAt,
    updated_at: document.modifiedAt,
    finished_at: ended ? document.modifiedAt : null,
    deadline_at: envelope.deadlineAt,
    template: document.template,
    metadata: document.metadata,
    signers: signers.map(signerOf),
    ...whole,
    events: events.map((event) => ({ name: event.name, data: event.data, occurred_at: event.at })),
  };
}

function signerOf(signer: EnvelopeSigner): JsonObject {
  return {
    key: signer.id,
    name: signer.name,
    email: signer.email ?? null,
    phone_number: signer.phone_number ?? null,
    documentation: signer.documentation ?? null,
  };
}
