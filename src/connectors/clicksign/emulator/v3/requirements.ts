import { isObject, type Json, type JsonObject } from '#std/json.ts';
import { requireDraft } from '../model/envelopes.ts';
import { Refusal, unprocessable } from '../model/refusal.ts';
import type { EnvelopeRow, RequirementRow } from '../model/rows.ts';
import { addRequirement, removeRequirement, requireOpen } from '../model/signers.ts';
import type { Store } from '../model/store.ts';
import { evidence, roles } from '../model/vocabulary.ts';
import { answer, errorItem } from './answer.ts';
import { envelopeOf, rowOf, type V3 } from './api.ts';
import { readBody, readResource, relatedId, type AttributeRules } from './attributes.ts';
import { answerList, equal } from './lists.ts';

const rules: AttributeRules = {
  action: { type: 'string', required: true, oneOf: ['agree', 'provide_evidence', 'rubricate'] },
  role: { type: 'string', oneOf: roles },
  auth: { type: 'string', oneOf: evidence },
  pages: { type: 'string' },
  kind: { type: 'string' },
};

/** Requirements, one by one and in bulk. */
export function requirementRoutes({ app, store, show, change }: V3): void {
  const requirementOf = (envelope: EnvelopeRow, id: string) =>
    rowOf(store.requirements, id, (row) => row.envelopeId === envelope.id);

  app.post('/envelopes/:envelope/requirements', async (c) => {
    const envelope = envelopeOf(store, c);
    const body = readBody(await c.req.arrayBuffer());
    const requirement = change(() => create(store, envelope, body));
    return answer(c, { data: show.requirement(requirement) }, 201);
  });
  app.get('/envelopes/:envelope/requirements', (c) =>
    answerList(c, store.requirementsOf.all(envelopeOf(store, c).id), {
      show: show.requirement,
      filters: { action: equal((row) => row.action) },
    }),
  );
  app.get('/envelopes/:envelope/requirements/:id', (c) =>
    answer(c, { data: show.requirement(requirementOf(envelopeOf(store, c), c.req.param('id'))) }),
  );
  app.delete('/envelopes/:envelope/requirements/:id', (c) => {
    const envelope = envelopeOf(store, c);
    const requirement = requirementOf(envelope, c.req.param('id'));
    change(() => {
      requireDraft(envelope);
      removeRequirement(store, requirement);
    });
    return c.body(null, 204);
  });

  app.post('/envelopes/:envelope/bulk_requirements', async (c) => {
    const envelope = envelopeOf(store, c);
    const operations = readBody(await c.req.arrayBuffer())['atomic:operations'];
    if (!Array.isArray(operations) || operations.length === 0) {
      const detail = 'atomic:operations deve ser informado(a)';
      throw new Refusal({ kind: 'bad_request', pointer: '/atomic:operations', detail });
    }
    return answer(c, {
      'atomic:results': operations.map((operation) => slot(() => change(() => run(operation, envelope)))),
    });
  });

  function run(operation: Json, envelope: EnvelopeRow): unknown {
    if (isObject(operation) && operation['op'] === 'add') {
      return { data: show.requirement(create(store, envelope, operation)) };
    }
    const ref = isObject(operation) && operation['op'] === 'remove' ? operation['ref'] : undefined;
    if (!isObject(ref) || typeof ref['id'] !== 'string') {
      const detail = 'op deve estar em: add, remove';
      throw new Refusal({ kind: 'bad_request', pointer: '/atomic:operations', detail });
    }
    removeRequirement(store, requirementOf(envelope, ref['id']));
    return {};
  }
}

/** Slots of a bulk answer can hold errors while the whole is a 200 (seen in an SDK): each stands for itself. */
function slot(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) {
      return { errors: error.objections.map((objection) => errorItem(objection).item) };
    }
    throw error;
  }
}

function create(store: Store, envelope: EnvelopeRow, body: JsonObject): RequirementRow {
  requireOpen(envelope);
  const { attributes, relationships } = readResource(body, { type: 'requirements', rules });
  const documentId = relatedId(relationships, 'document', 'documents');
  const signerId = relatedId(relationships, 'signer', 'signers');
  if (store.documents.get(documentId)?.envelopeId !== envelope.id) {
    throw missing('document', `Documento ${documentId} não encontrado no envelope`);
  }
  if (store.signers.get(signerId)?.envelopeId !== envelope.id) {
    throw missing('signer', `Signatário ${signerId} não encontrado no envelope`);
  }
  const text = (name: string) => (attributes[name] as string | undefined) ?? null;
  const input = {
    envelopeId: envelope.id,
    documentId,
    signerId,
    action: attributes['action'] as RequirementRow['action'],
    role: text('role'),
    auth: text('auth'),
    pages: text('pages'),
    kind: text('kind'),
  };
  checkDetail(input);
  return addRequirement(store, input);
}

/** The vendor answers 400 for these, not 404. */
function missing(name: string, detail: string): Refusal {
  return new Refusal({ kind: 'bad_request', pointer: `/data/relationships/${name}`, detail });
}

function checkDetail(input: Pick<RequirementRow, 'action' | 'role' | 'auth' | 'pages'>): void {
  const needed = { agree: 'role', provide_evidence: 'auth', rubricate: 'pages' } as const;
  const name = needed[input.action];
  if (input[name] !== null) return;
  if (name === 'pages') throw unprocessable('pages', 'não pode ficar em branco');
  throw new Refusal({
    kind: 'bad_request',
    pointer: `/data/attributes/${name}`,
    detail: `${name} deve ser informado(a)`,
  });
}
