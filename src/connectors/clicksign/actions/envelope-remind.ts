import { z } from 'zod';
import type { Action, ActionContext, ActionResult } from '#kit/connector.ts';
import { VendorError } from '#kit/vendor-error.ts';
import { isObject, type JsonObject } from '#std/json.ts';
import { readBody, text } from '../body.ts';
import { peopleOf } from '../people.ts';
import { notifyV1 } from '../v1/documents.ts';
import { notifySigners, type Envelope } from '../v3/envelopes.ts';
import { signersOf } from '../v3/signers.ts';
import { findTarget, targetField, targetInput } from './target.ts';

const words = z.preprocess((value) => value ?? '', z.coerce.string().trim());
const input = z.object({ envelope: targetInput, signer_email: words, message: words });
type Wish = z.infer<typeof input>;

async function run(context: ActionContext, wish: Wish): Promise<ActionResult> {
  const target = await findTarget(context, wish.envelope);
  const { id, title, reminded } =
    target.kind === 'envelope'
      ? { ...(await remindEnvelope(context, target.envelope, wish)), id: target.envelope.id }
      : { ...(await remindDocument(context, target, wish)), id: target.key };
  if (reminded === 0) context.note('nobody_to_remind');
  return {
    output: { envelope: { id, name: title }, reminded },
    terms: [id, title],
    touched: [{ object: target.kind, id, title, outcome: reminded > 0 ? 'updated' : 'unchanged' }],
  };
}

interface Reminded {
  title: string;
  reminded: number;
}

async function remindEnvelope(context: ActionContext, envelope: Envelope, wish: Wish): Promise<Reminded> {
  if (envelope.status !== 'running') return { title: envelope.name, reminded: 0 };
  const signer = wish.signer_email === '' ? null : await signerWith(context, envelope.id, wish.signer_email);
  const reminded = await notifySigners(context, envelope.id, { signer, message: wish.message || null });
  return { title: envelope.name, reminded };
}

async function signerWith(context: ActionContext, envelope: string, email: string): Promise<string> {
  const signer = (await signersOf(context, envelope)).find((each) => isSame(each.email, email));
  if (signer) return signer.id;
  throw new VendorError('not_found', `Nobody with the email ${email} signs this envelope.`, { status: 404 });
}

/** v1 asks one signer at a time, by a key that only its document tells. */
async function remindDocument(
  context: ActionContext,
  { key, document }: { key: string; document: JsonObject },
  wish: Wish,
): Promise<Reminded> {
  const title = text(document.filename) ?? key;
  if (document.status !== 'running') return { title, reminded: 0 };
  const waiting = waitingKeys(document, wish.signer_email);
  for (const request of waiting) await notifyV1(context, request, wish.message || null);
  return { title, reminded: waiting.length };
}

function waitingKeys(document: JsonObject, email: string): string[] {
  const people = peopleOf(readBody({ event: { name: 'upload' }, document }));
  const signed = new Set(people.filter((person) => person.signed_at !== null).map((person) => person.key));
  const signers = Array.isArray(document.signers) ? document.signers.filter(isObject) : [];
  return signers
    .filter((signer) => !signed.has(text(signer.key)) && (email === '' || isSame(text(signer.email), email)))
    .flatMap((signer) => text(signer.request_signature_key) ?? []);
}

function isSame(left: string | null | undefined, right: string): boolean {
  return left?.toLowerCase() === right.toLowerCase();
}

/** Reminds everybody who has not signed, or one of them. The vendor allows one call a minute and envelope. */
export const envelopeRemind: Action = {
  key: 'envelope.remind',
  version: 1,
  input,
  fields: [targetField, { key: 'signer_email', type: 'template' }, { key: 'message', type: 'template' }],
  output: [
    { path: 'envelope.id', type: 'text', sample: '6bb80fa1-0c2b-4a53-8a3f-0a8f3f0f7c11' },
    { path: 'envelope.name', type: 'text', sample: 'Contrato ACME' },
    { path: 'reminded', type: 'number', sample: 2 },
  ],
  effect: { mode: 'idempotent' },
  run,
};
