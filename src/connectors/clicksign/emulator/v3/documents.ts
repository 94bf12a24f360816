import type { JsonObject } from '#std/json.ts';
import { closeDocument } from '../model/ending.ts';
import { addDocument, addFile, mimeOf, readDataUri, type DocumentInput } from '../model/documents.ts';
import { requireDraft } from '../model/envelopes.ts';
import { happened } from '../model/events.ts';
import { parseMoment } from '../model/moment.ts';
import { badRequest, forbidden, Refusal, unprocessable } from '../model/refusal.ts';
import type { DocumentRow, EnvelopeRow } from '../model/rows.ts';
import { must, type Store } from '../model/store.ts';
import { fillTemplate } from '../model/templates.ts';
import { answer } from './answer.ts';
import { envelopeOf, rowOf, type V3 } from './api.ts';
import { readBody, readResource, type AttributeRules } from './attributes.ts';
import { answerList, equal } from './lists.ts';

const rules: AttributeRules = {
  filename: { type: 'string', required: true },
  content_base64: { type: 'string' },
  template: { type: 'hash' },
  duplicate: { type: 'hash' },
  metadata: { type: 'hash' },
};
const changeRules: AttributeRules = {
  status: { type: 'string', oneOf: ['canceled', 'closed'] },
  metadata: { type: 'hash' },
};
const eventRules: AttributeRules = {
  name: { type: 'string', required: true, oneOf: ['custom', 'add_image'] },
  data: { type: 'hash', required: true },
};

/** Documents of an envelope and their events. */
export function documentRoutes({ app, store, show, change }: V3): void {
  const documentOf = (envelope: EnvelopeRow, id: string) =>
    rowOf(store.documents, id, (row) => row.envelopeId === envelope.id);

  app.post('/envelopes/:envelope/documents', async (c) => {
    const envelope = envelopeOf(store, c);
    const { attributes } = readResource(readBody(await c.req.arrayBuffer()), { type: 'documents', rules });
    const document = change(() => {
      requireDraft(envelope);
      return addDocument(store, envelope, documentInput(store, envelope, attributes));
    });
    return answer(c, { data: show.document(document) }, 201);
  });
  app.get('/envelopes/:envelope/documents', (c) =>
    answerList(c, store.documentsOf.all(envelopeOf(store, c).id), {
      show: show.document,
      filters: { status: equal((row) => row.status), filename: equal((row) => row.filename) },
    }),
  );
  app.get('/envelopes/:envelope/documents/:id', (c) =>
    answer(c, { data: show.document(documentOf(envelopeOf(store, c), c.req.param('id'))) }),
  );
  app.patch('/envelopes/:envelope/documents/:id', async (c) => {
    const document = documentOf(envelopeOf(store, c), c.req.param('id'));
    const body = readBody(await c.req.arrayBuffer());
    const { attributes } = readResource(body, { type: 'documents', rules: changeRules, id: document.id });
    change(() => changeDocument(store, document, attributes));
    return answer(c, { data: show.document(must(store.documents, document.id)) });
  });
  app.delete('/envelopes/:envelope/documents/:id', (c) => {
    const envelope = envelopeOf(store, c);
    const document = documentOf(envelope, c.req.param('id'));
    change(() => {
      requireDraft(envelope);
      for (const { id } of store.linksOfDocument.all(document.id)) store.links.delete(id);
      for (const requirement of store.requirementsOf.all(envelope.id)) {
        if (requirement.documentId === document.id) store.requirements.delete(requirement.id);
      }
      store.documents.delete(document.id);
      store.parts.journal.record('document.deleted', document.id, null);
    });
    return c.body(null, 204);
  });

  app.get('/envelopes/:envelope/documents/:id/events', (c) =>
    answerList(c, documentOf(envelopeOf(store, c), c.req.param('id')).events, {
      show: show.event,
      filters: { name: equal((event) => event.name) },
    }),
  );
  app.post('/envelopes/:envelope/documents/:id/events', async (c) => {
    const document = documentOf(envelopeOf(store, c), c.req.param('id'));
    const { attributes } = readResource(readBody(await c.req.arrayBuffer()), {
      type: 'events',
      rules: eventRules,
    });
    const event = change(() => addEvent(store, document, attributes));
    return answer(c, { data: show.event(event) }, 201);
  });
}

function documentInput(store: Store, envelope: EnvelopeRow, attributes: JsonObject): DocumentInput {
  const filename = attributes['filename'] as string;
  const mime = mimeOf(filename);
  if (mime === null || filename.includes('/')) throw unprocessable('filename', 'não contém mimetype válido');
  const folder = envelope.folderId === null ? null : must(store.folders, envelope.folderId);
  const path = `${folder ? `${folder.path}/${folder.name}` : ''}/${filename}`;
  const metadata = (attributes['metadata'] ?? {}) as JsonObject;
  const {
    template,
    duplicate,
    content_base64: content,
  } = attributes as Record<string, JsonObject | string | undefined>;
  if (typeof template === 'object') {
    const filled = fillTemplate(store, envelope.accountId, template);
    return { path, fileId: filled.fileId, metadata, template: filled.template };
  }
  if (typeof duplicate === 'object') {
    const key = typeof duplicate['key'] === 'string' ? duplicate['key'] : '';
    const original = rowOf(store.documents, key, (row) => row.accountId === envelope.accountId);
    return { path, fileId: original.fileId, metadata: { ...original.metadata, ...metadata } };
  }
  if (typeof content !== 'string') throw badRequest('content_base64', 'content_base64 deve ser informado(a)');
  const file = readDataUri(content);
  if (!file) throw unprocessable('content_base64', 'não está em um formato válido');
  return { path, fileId: addFile(store, file.mime, file.bytes).id, metadata };
}

function changeDocument(store: Store, document: DocumentRow, attributes: JsonObject): void {
  let row = document;
  if (attributes['metadata'] !== undefined) {
    if (row.status !== 'draft' && row.status !== 'running') {
      throw forbidden('documento não está com status running');
    }
    row = store.documents.put({
      ...row,
      metadata: attributes['metadata'] as JsonObject,
      updatedAt: store.now(),
    });
  }
  if (attributes['status'] === 'canceled') closeDocument(store, row, 'cancel');
  if (attributes['status'] === 'closed') closeDocument(store, row, 'close');
}

function addEvent(store: Store, document: DocumentRow, attributes: JsonObject) {
  const data = attributes['data'] as JsonObject;
  const occurred = data['occurred_at'];
  const at = typeof occurred === 'string' ? parseMoment(occurred) : null;
  if (occurred !== undefined && at === null) {
    throw new Refusal({
      kind: 'bad_request',
      pointer: '/data/attributes/data/occurred_at',
      detail: 'occurred_at não está em um formato válido',
    });
  }
  if (at !== null && at > store.now()) throw unprocessable('occurred_at', 'deve ser anterior à data atual');
  return happened(store, document.id, attributes['name'] as string, data).events.at(-1)!;
}
