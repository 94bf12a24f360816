import { isObject } from '#std/json.ts';
import {
  activateEnvelope,
  cancelEnvelope,
  changeEnvelope,
  createEnvelope,
  deleteEnvelope,
  type EnvelopeInput,
} from '../model/envelopes.ts';
import { forbidden, unprocessable } from '../model/refusal.ts';
import type { EnvelopeRow } from '../model/rows.ts';
import { must, type Store } from '../model/store.ts';
import { locales, remindIntervals } from '../model/vocabulary.ts';
import { answer } from './answer.ts';
import { envelopeOf, rowOf, type V3 } from './api.ts';
import { readBody, readResource, relatedId, type AttributeRules } from './attributes.ts';
import { answerList, between, equal } from './lists.ts';

const rules: AttributeRules = {
  name: { type: 'string', required: true },
  deadline_at: { type: 'moment' },
  locale: { type: 'string', oneOf: locales },
  auto_close: { type: 'boolean' },
  remind_interval: { type: 'integer', oneOf: remindIntervals, nullable: true },
  block_after_refusal: { type: 'boolean' },
  default_subject: { type: 'string', nullable: true },
  default_message: { type: 'string', nullable: true },
  deadline_partial_signature_action: { type: 'string', oneOf: ['closed', 'canceled'] },
};
const changeRules: AttributeRules = {
  ...rules,
  name: { type: 'string' },
  status: { type: 'string', oneOf: ['draft', 'running', 'canceled'] },
};

const inputNames: Record<string, keyof EnvelopeInput> = {
  name: 'name',
  deadline_at: 'deadlineAt',
  locale: 'locale',
  auto_close: 'autoClose',
  remind_interval: 'remindInterval',
  block_after_refusal: 'blockAfterRefusal',
  default_subject: 'defaultSubject',
  default_message: 'defaultMessage',
  deadline_partial_signature_action: 'partialAction',
};

/** Attributes as the model names them; they were checked against the rules. */
export function envelopeInput(attributes: object): EnvelopeInput {
  const named = Object.entries(attributes).flatMap(([name, value]) => {
    const known = inputNames[name];
    return known === undefined ? [] : [[known, value] as const];
  });
  return Object.fromEntries(named);
}

/** POST, GET, PATCH and DELETE of envelopes, their folder and their events. */
export function envelopeRoutes({ app, store, show, change }: V3): void {
  app.post('/envelopes', async (c) => {
    const { attributes, relationships } = readResource(readBody(await c.req.arrayBuffer()), {
      type: 'envelopes',
      rules,
    });
    const { account, user } = c.get('caller');
    const folder = isObject(relationships['folder']) ? relatedId(relationships, 'folder', 'folders') : null;
    if (folder !== null) rowOf(store.folders, folder, (row) => row.accountId === account.id);
    const input = { ...envelopeInput(attributes), name: attributes['name'] as string, folderId: folder };
    const from = { accountId: account.id, userId: user.id, origin: 'v3' as const };
    return answer(c, { data: show.envelope(change(() => createEnvelope(store, from, input))) }, 201);
  });

  app.get('/envelopes', (c) => {
    const mine = store.envelopesOf.all(c.get('caller').account.id).filter((row) => row.origin === 'v3');
    return answerList(c, mine, {
      show: show.envelope,
      filters: {
        status: equal((row) => row.status),
        name: equal((row) => row.name),
        created: between((row) => row.createdAt),
        modified: between((row) => row.modifiedAt),
        deadline_at: between((row) => row.deadlineAt),
      },
      sorts: {
        name: (row) => row.name,
        status: (row) => row.status,
        created: (row) => row.createdAt,
        modified: (row) => row.modifiedAt,
        deadline_at: (row) => row.deadlineAt,
      },
    });
  });

  app.get('/envelopes/:envelope', (c) => answer(c, { data: show.envelope(envelopeOf(store, c)) }));

  app.patch('/envelopes/:envelope', async (c) => {
    const envelope = envelopeOf(store, c);
    const body = readBody(await c.req.arrayBuffer());
    const { attributes } = readResource(body, { type: 'envelopes', rules: changeRules, id: envelope.id });
    change(() => applyChange(store, envelope, attributes['status'], envelopeInput(attributes)));
    return answer(c, { data: show.envelope(must(store.envelopes, envelope.id)) });
  });

  app.delete('/envelopes/:envelope', (c) => {
    const envelope = envelopeOf(store, c);
    change(() => deleteEnvelope(store, envelope));
    return c.body(null, 204);
  });
  moreEnvelopeRoutes({ app, store, show, change });
}

function moreEnvelopeRoutes({
  app,
  store,
  show,
  change,
}: Pick<V3, 'app' | 'store' | 'show' | 'change'>): void {
  app.patch('/envelopes/:envelope/relationships/folder', async (c) => {
    const envelope = envelopeOf(store, c);
    const body = readBody(await c.req.arrayBuffer());
    const folderId = relatedId({ folder: body }, 'folder', 'folders');
    rowOf(store.folders, folderId, (row) => row.accountId === envelope.accountId);
    change(() => store.envelopes.put({ ...envelope, folderId, modifiedAt: store.now() }));
    return c.body(null, 204);
  });

  app.get('/envelopes/:envelope/events', (c) => {
    const events = store.documentsOf.all(envelopeOf(store, c).id).flatMap((document) => document.events);
    return answerList(c, events, { show: show.event, filters: { name: equal((event) => event.name) } });
  });
}

function applyChange(store: Store, envelope: EnvelopeRow, status: unknown, input: EnvelopeInput): void {
  let row = envelope;
  if (Object.keys(input).length > 0) row = changeEnvelope(store, row, input);
  if (status === undefined || status === row.status) return;
  if (status === 'running') activateEnvelope(store, row);
  else if (status === 'canceled') cancelEnvelope(store, row);
  else if (row.status === 'running') throw unprocessable('status', 'envelope não pode voltar para draft');
  else throw forbidden('envelope não está com status draft ou running');
}
