import { z } from 'zod';
import type { Action, ActionContext, ActionResult } from '#kit/connector.ts';
import type { Values } from '#domain/records/value.ts';
import { TakenByAnother, type VendorRecord } from '#kit/objects.ts';
import { readOne } from '../objects/read.ts';
import { typeNamed } from '../objects/types.ts';
import { createOne } from '../objects/write.ts';
import { mappingField, mappingRows, required, valuesOf } from './input.ts';
import { resultOf, settle, without } from './settle.ts';

const contact = typeNamed('contact');
const input = z.object({ email: required, fields: mappingRows });

/** Creates or updates the contact with an email. Its further addresses count as well. */
export const contactUpsert: Action = {
  key: 'contact.upsert',
  version: 1,
  input,
  fields: [{ key: 'email', type: 'template', required: true }, mappingField('contactProperties')],
  output: [
    { path: 'contact.id', type: 'text', sample: '33451' },
    { path: 'contact.outcome', type: 'text', sample: 'created' },
    { path: 'contact.title', type: 'text', sample: 'Maria Silva' },
    { path: 'contact.values', type: 'object', sample: { email: 'maria@acme.example' } },
  ],
  effect: { mode: 'probe', visibilityDelayMs: 1_000 },
  async run(context: ActionContext, given: z.output<typeof input>): Promise<ActionResult> {
    const email = given.email.toLowerCase();
    const wanted = valuesOf(given.fields);
    const ensured = await ensureContact(context, email, wanted);
    // The email it was found by may be one of its further addresses: the first one is not touched.
    const others = without(wanted, ['email']);
    return resultOf(contact, await settle(context, contact, ensured, others));
  },
};

async function ensureContact(context: ActionContext, email: string, wanted: Values) {
  const names = ['email', 'hs_additional_emails', 'firstname', 'lastname', ...Object.keys(wanted)];
  const byEmail = () => readOne(context, contact, { id: email, property: 'email' }, names);
  let adopted = false;
  const ensured = await context.effects.ensure<VendorRecord>({
    object: 'contact',
    match: email,
    async find() {
      const found = await byEmail();
      return found ? { kind: 'one', id: found.externalId, value: found } : { kind: 'none' };
    },
    async create() {
      try {
        const made = await createOne(context, contact, { ...wanted, email });
        return { id: made.externalId, value: made };
      } catch (error) {
        // Somebody was faster, or the address is a further one of a contact: that contact is meant.
        const id = error instanceof TakenByAnother ? error.externalId : null;
        const there = id === null ? null : await readOne(context, contact, { id }, names);
        if (!there) throw error;
        adopted = true;
        return { id: there.externalId, value: there };
      }
    },
    async read(id) {
      const found = await readOne(context, contact, { id }, names);
      return found && hasEmail(found, email) ? found : null;
    },
  });
  return adopted ? { ...ensured, outcome: 'found' as const } : ensured;
}

/** A contact may have got another address since it was linked to this one. */
function hasEmail({ values }: VendorRecord, email: string): boolean {
  const all = [values['email'], ...(values['hs_additional_emails'] ?? '').split(';')];
  return all.some((one) => one?.trim().toLowerCase() === email);
}
