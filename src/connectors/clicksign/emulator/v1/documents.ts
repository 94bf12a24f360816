import { isObject, type JsonObject } from '#std/json.ts';
import { documentView } from '../model/document-view.ts';
import { addDocument, addFile, mimeOf, readDataUri } from '../model/documents.ts';
import { closeDocument, closeIfComplete } from '../model/ending.ts';
import { changeEnvelope, createEnvelope, type EnvelopeInput } from '../model/envelopes.ts';
import { unprocessable } from '../model/refusal.ts';
import type { DocumentRow } from '../model/rows.ts';
import { must, type Store } from '../model/store.ts';
import { fillTemplate } from '../model/templates.ts';
import { locales, remindIntervals } from '../model/vocabulary.ts';
import type { Caller } from '../gate.ts';
import { documentOf, type V1 } from './api.ts';
import { read, readBody, sentence } from './answer.ts';

/** Rows of one page of a v1 list; the vendor's number is not documented. */
const pageSize = 20;

/** Documents of API v1; each is `running` from the start. */
export function documentRoutes({ app, store, change }: V1): void {
  const show = (row: DocumentRow) => ({ document: documentView(store, must(store.documents, row.id)) });
  const mine = (c: { get(name: 'caller'): Caller }, key: string) =>
    documentOf(store, c.get('caller').account.id, key);

  app.post('/documents', async (c) => {
    const body = await readBody(c, 'document');
    return c.json(
      show(change(() => createDocument(store, c.get('caller'), body, uploaded(store, body)))),
      201,
    );
  });
  app.post('/templates/:key/documents', async (c) => {
    const body = await readBody(c, 'document');
    const template = { ...(isObject(body['template']) ? body['template'] : {}), key: c.req.param('key') };
    const source = () => fillTemplate(store, c.get('caller').account.id, template);
    return c.json(show(change(() => createDocument(store, c.get('caller'), body, source()))), 201);
  });
  app.get('/documents', (c) => {
    const all = store.envelopesOf
      .all(c.get('caller').account.id)
      .flatMap((envelope) => store.documentsOf.all(envelope.id))
      .sort((left, right) => right.uploadedAt - left.uploadedAt);
    return c.json(paged(c.req.query('page'), 'documents', all, (row) => show(row).document));
  });
  app.get('/documents/:key', (c) => c.json(show(mine(c, c.req.param('key')))));
  app.patch('/documents/:key', async (c) => {
    const document = mine(c, c.req.param('key'));
    const body = await readBody(c, 'document');
    change(() => patchDocument(store, document, body));
    return c.json(show(document));
  });
  app.patch('/documents/:key/cancel', (c) => {
    const document = mine(c, c.req.param('key'));
    change(() => closeDocument(store, document, 'cancel'));
    return c.json(show(document));
  });
  app.patch('/documents/:key/finish', (c) => {
    const document = mine(c, c.req.param('key'));
    change(() => closeDocument(store, document, 'close'));
    return c.json(show(document));
  });
  app.post('/documents/:key/duplicate', (c) => {
    const { path, fileId, metadata } = mine(c, c.req.param('key'));
    return c.json(
      show(change(() => createDocument(store, c.get('caller'), { path, metadata }, { fileId }))),
      201,
    );
  });
  app.delete('/documents/:key', (c) => {
    const document = mine(c, c.req.param('key'));
    if (document.status === 'running') {
      throw sentence('Documento em processo de assinatura não pode ser excluído');
    }
    change(() => store.documents.delete(document.id));
    return c.json({ document: { key: document.id } });
  });
}

/** One page of a v1 list with `page_infos`, whose keys the vendor does not document. */
export function paged<Row>(
  page: string | undefined,
  name: string,
  rows: Row[],
  show: (row: Row) => unknown,
): object {
  const current = Math.max(1, Math.floor(Number(page ?? 1)) || 1);
  const total = Math.max(1, Math.ceil(rows.length / pageSize));
  return {
    [name]: rows.slice((current - 1) * pageSize, current * pageSize).map(show),
    page_infos: {
      total_pages: total,
      current_page: current,
      next_page: current < total ? current + 1 : null,
      prev_page: current > 1 ? current - 1 : null,
      record_count: rows.length,
    },
  };
}

interface Source {
  fileId: string;
  template?: DocumentRow['template'];
}

function uploaded(store: Store, body: JsonObject): Source {
  const file = readDataUri(read.text(body, 'content_base64') ?? '');
  if (!file) throw sentence('Conteúdo do arquivo não contém mimetype válido');
  return { fileId: addFile(store, file.mime, file.bytes).id };
}

function createDocument(store: Store, caller: Caller, body: JsonObject, source: Source): DocumentRow {
  const path = read.text(body, 'path') ?? '';
  if (!path.startsWith('/') || mimeOf(path) === null) {
    throw sentence('Nome do arquivo não contém mimetype válido');
  }
  const sequence = read.flag(body, 'sequence_enabled') ?? false;
  const from = { accountId: caller.account.id, userId: caller.user.id, origin: 'v1' as const, sequence };
  const draft = createEnvelope(store, from, {
    ...settings(body),
    name: path.slice(path.lastIndexOf('/') + 1),
  });
  const envelope = store.envelopes.put({ ...draft, status: 'running' });
  const metadata = isObject(body['metadata']) ? body['metadata'] : {};
  return addDocument(store, envelope, { path, metadata, ...source });
}

function patchDocument(store: Store, document: DocumentRow, body: JsonObject): void {
  const envelope = must(store.envelopes, document.envelopeId);
  if (isObject(body['metadata'])) store.documents.put({ ...document, metadata: body['metadata'] });
  const sequence = read.flag(body, 'sequence_enabled');
  if (sequence !== undefined) store.envelopes.put({ ...envelope, sequence });
  changeEnvelope(store, must(store.envelopes, envelope.id), settings(body));
  closeIfComplete(store, envelope.id);
}

function settings(body: JsonObject): EnvelopeInput {
  const locale = read.text(body, 'locale');
  if (locale !== null && !locales.some((known) => known === locale)) {
    throw unprocessable('locale', `deve estar em: ${locales.join(', ')}`);
  }
  const remind = body['remind_interval'];
  const interval = remind === null ? null : Number(remind);
  if (remind !== undefined && interval !== null && !remindIntervals.some((known) => known === interval)) {
    throw unprocessable('remind_interval', 'não está incluído na lista');
  }
  const given = {
    deadlineAt: read.moment(body, 'deadline_at'),
    autoClose: read.flag(body, 'auto_close'),
    locale: locale ?? undefined,
    remindInterval: remind === undefined ? undefined : interval,
    blockAfterRefusal: read.flag(body, 'block_after_refusal'),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
