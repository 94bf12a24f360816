import type { JsonObject } from '#std/json.ts';
import { addSigner, removeSigner, requireOpen, type SignerInput } from '../model/signers.ts';
import type { EnvelopeRow } from '../model/rows.ts';
import { answer } from './answer.ts';
import { envelopeOf, rowOf, type V3 } from './api.ts';
import { readBody, readResource, type AttributeRules } from './attributes.ts';
import { answerList, equal } from './lists.ts';

const rules: AttributeRules = {
  name: { type: 'string', required: true },
  email: { type: 'string', nullable: true },
  phone_number: { type: 'string', nullable: true },
  birthday: { type: 'string', nullable: true },
  has_documentation: { type: 'boolean' },
  documentation: { type: 'string', nullable: true },
  refusable: { type: 'boolean' },
  group: { type: 'integer' },
  location_required_enabled: { type: 'boolean' },
  communicate_events: { type: 'hash' },
};
const channels: AttributeRules = {
  signature_request: { type: 'string', oneOf: ['none', 'email', 'whatsapp', 'sms'] },
  signature_reminder: { type: 'string', oneOf: ['none', 'email'] },
  document_signed: { type: 'string', oneOf: ['none', 'email', 'whatsapp'] },
};
const watcherRules: AttributeRules = {
  email: { type: 'string', required: true },
  kind: { type: 'string', required: true, oneOf: ['all_steps', 'on_finished'] },
  attach_documents_enabled: { type: 'boolean' },
};

/** Signers of an envelope (no PATCH: the vendor has none) and the people who only watch. */
export function signerRoutes(v3: V3): void {
  const { app, store, show, change } = v3;
  const signerOf = (envelope: EnvelopeRow, id: string) =>
    rowOf(store.signers, id, (row) => row.envelopeId === envelope.id);

  app.post('/envelopes/:envelope/signers', async (c) => {
    const envelope = envelopeOf(store, c);
    const { attributes } = readResource(readBody(await c.req.arrayBuffer()), { type: 'signers', rules });
    const input = { ...signerInput(attributes), envelopeId: envelope.id };
    const signer = change(() => {
      requireOpen(envelope);
      return addSigner(store, envelope.accountId, input);
    });
    return answer(c, { data: show.signer(signer) }, 201);
  });
  app.get('/envelopes/:envelope/signers', (c) =>
    answerList(c, store.signersOf.all(envelopeOf(store, c).id), {
      show: show.signer,
      filters: { email: equal((row) => row.email), name: equal((row) => row.name) },
    }),
  );
  app.get('/envelopes/:envelope/signers/:id', (c) =>
    answer(c, { data: show.signer(signerOf(envelopeOf(store, c), c.req.param('id'))) }),
  );
  app.delete('/envelopes/:envelope/signers/:id', (c) => {
    const signer = signerOf(envelopeOf(store, c), c.req.param('id'));
    change(() => removeSigner(store, signer));
    return c.body(null, 204);
  });
  watcherRoutes(v3);
}

function signerInput(attributes: JsonObject): SignerInput {
  const wishes = readResource(
    { data: { type: 'signers', attributes: attributes['communicate_events'] ?? {} } },
    { type: 'signers', rules: channels },
  ).attributes;
  const renamed = {
    name: attributes['name'],
    email: attributes['email'],
    phoneNumber: attributes['phone_number'],
    birthday: attributes['birthday'],
    hasDocumentation: attributes['has_documentation'],
    documentation: attributes['documentation'],
    refusable: attributes['refusable'],
    group: attributes['group'],
    locationRequired: attributes['location_required_enabled'],
    communicateEvents: {
      signature_request: 'email',
      signature_reminder: 'email',
      document_signed: 'email',
      ...wishes,
    },
  };
  return Object.fromEntries(Object.entries(renamed).filter(([, value]) => value !== undefined));
}

function watcherRoutes({ app, store, show, change }: V3): void {
  app.post('/envelopes/:envelope/signature_watchers', async (c) => {
    const envelope = envelopeOf(store, c);
    const body = readBody(await c.req.arrayBuffer());
    const { attributes } = readResource(body, { type: 'signature_watchers', rules: watcherRules });
    const now = store.now();
    const watcher = change(() =>
      store.watchers.put({
        id: store.parts.newId(),
        envelopeId: envelope.id,
        email: attributes['email'] as string,
        kind: attributes['kind'] as 'all_steps' | 'on_finished',
        attachDocuments: attributes['attach_documents_enabled'] === true,
        createdAt: now,
        modifiedAt: now,
      }),
    );
    return answer(c, { data: show.watcher(watcher) }, 201);
  });
  app.get('/envelopes/:envelope/signature_watchers', (c) => {
    const envelope = envelopeOf(store, c);
    return answerList(
      c,
      store.watchers.all().filter((row) => row.envelopeId === envelope.id),
      { show: show.watcher },
    );
  });
  app.delete('/envelopes/:envelope/signature_watchers/:id', (c) => {
    const envelope = envelopeOf(store, c);
    const watcher = rowOf(store.watchers, c.req.param('id'), (row) => row.envelopeId === envelope.id);
    change(() => store.watchers.delete(watcher.id));
    return c.body(null, 204);
  });
}
