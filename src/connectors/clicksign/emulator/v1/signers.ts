import type { JsonObject } from '#std/json.ts';
import { equalInConstantTime } from '#std/hmac.ts';
import { signingPath } from '../model/document-view.ts';
import { requestMail } from '../model/mails.ts';
import { brasilia } from '../model/moment.ts';
import type { BatchRow, LinkRow, SignerRow } from '../model/rows.ts';
import { addSigner, linkSigner, unlinkSigner } from '../model/signers.ts';
import { apiSignature, sign } from '../model/signing.ts';
import { must, type Store } from '../model/store.ts';
import { roles, signerAuths } from '../model/vocabulary.ts';
import { documentOf, listOf, signerOf, type V1 } from './api.ts';
import { NotFound, read, readBody, sentence } from './answer.ts';
import { paged } from './documents.ts';

/** Signers of the account. */
export function signerRoutes({ app, store, change }: V1): void {
  app.post('/signers', async (c) => {
    const input = signerInput(await readBody(c, 'signer'));
    const signer = change(() => addSigner(store, c.get('caller').account.id, input));
    return c.json({ signer: showSigner(signer) }, 201);
  });
  app.get('/signers', (c) => {
    const { email, name } = c.req.query();
    const found = store.signers
      .all()
      .filter((row) => row.accountId === c.get('caller').account.id)
      .filter(
        (row) => (email === undefined || row.email === email) && (name === undefined || row.name === name),
      );
    return c.json(paged(c.req.query('page'), 'signers', found, showSigner));
  });
  app.get('/signers/:key', (c) =>
    c.json({ signer: showSigner(signerOf(store, c.get('caller').account.id, c.req.param('key'))) }),
  );
}

function signerInput(body: JsonObject) {
  const email = read.text(body, 'email');
  const auths = read.list(body, 'auths');
  const phoneNumber = read.text(body, 'phone_number');
  if (email === null && phoneNumber === null) throw sentence('E-mail não pode ficar em branco');
  if (auths.length === 0 || !auths.every((auth) => signerAuths.some((known) => known === auth))) {
    throw sentence(`auths deve estar em: ${signerAuths.join(', ')}`);
  }
  const flags = Object.entries(body).filter(
    ([name, value]) => /_enabled$/.test(name) && typeof value === 'boolean',
  );
  return {
    email,
    phoneNumber,
    auths,
    name: read.text(body, 'name'),
    birthday: read.text(body, 'birthday'),
    documentation: read.text(body, 'documentation'),
    hasDocumentation: read.flag(body, 'has_documentation') ?? true,
    locationRequired: read.flag(body, 'location_required_enabled') ?? false,
    delivery: read.text(body, 'delivery') === 'none' ? ('none' as const) : ('email' as const),
    communicateBy: read.text(body, 'communicate_by') ?? 'email',
    flags: Object.fromEntries(flags) as Record<string, boolean>,
  };
}

function showSigner(row: SignerRow): JsonObject {
  return {
    key: row.id,
    email: row.email,
    auths: row.auths,
    delivery: row.delivery,
    name: row.name,
    documentation: row.documentation,
    birthday: row.birthday,
    phone_number: row.phoneNumber,
    has_documentation: row.hasDocumentation,
    created_at: brasilia(row.createdAt),
    updated_at: brasilia(row.modifiedAt),
  };
}

/** Lists (a signer on a document), the asking, batches, and signing by API. */
export function listRoutes(v1: V1): void {
  const { app, store, change } = v1;
  app.post('/lists', async (c) => {
    const body = await readBody(c, 'list');
    const list = change(() => createList(store, c.get('caller').account.id, body));
    return c.json({ list: showList(store, list) }, 201);
  });
  app.delete('/lists/:key', (c) => {
    const list = listOf(store, c.get('caller').account.id, c.req.param('key'));
    change(() => unlinkSigner(store, list));
    return c.body(null, 204);
  });

  for (const path of ['/notifications', '/notify_by_whatsapp', '/notify_by_sms']) {
    app.post(path, async (c) => {
      const body = await readBody(c);
      const list = listOf(store, c.get('caller').account.id, read.text(body, 'request_signature_key'));
      if (must(store.documents, list.documentId).status !== 'running') {
        throw sentence('Documento não está em andamento');
      }
      change(() => {
        requestMail(store, list, read.text(body, 'message') ?? list.message);
        store.envelopes.put({ ...must(store.envelopes, list.envelopeId), notified: true });
        store.parts.journal.record('notification.created', list.id, null);
      });
      return c.body(null, 202);
    });
  }

  app.post('/sign', async (c) => {
    const body = await readBody(c);
    const list = listOf(store, c.get('caller').account.id, read.text(body, 'request_signature_key'));
    if (!list.auths.includes('api')) throw sentence('Signatário não possui autenticação via API');
    const given = read.text(body, 'secret_hmac_sha256') ?? '';
    if (!equalInConstantTime(given, apiSignature(store, list))) throw sentence('secret_hmac_sha256 inválido');
    change(() => sign(store, [list]));
    return c.json({ list: showList(store, list) }, 201);
  });
  batchRoutes(v1);
}

function createList(store: Store, accountId: string, body: JsonObject): LinkRow {
  const document = documentOf(store, accountId, read.text(body, 'document_key'));
  const signer = signerOf(store, accountId, read.text(body, 'signer_key'));
  const signAs = read.text(body, 'sign_as') ?? 'sign';
  if (document.status !== 'running') throw sentence('Documento não está em andamento');
  if (!roles.some((role) => role === signAs)) throw sentence('sign_as não está incluído na lista');
  const same = store.linksOfSigner.all(signer.id).find((link) => link.documentId === document.id);
  if (same?.signAs.includes(signAs)) throw sentence('Signatário já está em uso');
  return linkSigner(store, document, signer, {
    signAs: [signAs],
    auths: signer.auths,
    refusable: read.flag(body, 'refusable') ?? false,
    group: typeof body['group'] === 'number' ? body['group'] : 1,
    message: read.text(body, 'message'),
  });
}

function showList(store: Store, link: LinkRow): JsonObject {
  return {
    key: link.id,
    request_signature_key: link.requestSignatureKey,
    document_key: link.documentId,
    signer_key: link.signerId,
    sign_as: link.signAs[0] ?? 'sign',
    refusable: link.refusable,
    group: link.group,
    created_at: brasilia(link.createdAt),
    updated_at: brasilia(link.updatedAt),
    url: store.url(signingPath(store, link)),
  };
}

function batchRoutes({ app, store, change }: V1): void {
  const showBatch = (row: BatchRow) => ({
    key: row.id,
    request_signature_key: row.id,
    url: store.url(`/sign/${row.id}`),
    signer_key: row.signerId,
    document_keys: row.documentIds,
    summary: row.summary,
    created_at: brasilia(row.createdAt),
    updated_at: brasilia(row.createdAt),
  });
  const mine = (accountId: string) => store.batches.all().filter((row) => row.accountId === accountId);
  app.post('/batches', async (c) => {
    const body = await readBody(c, 'batch');
    const accountId = c.get('caller').account.id;
    const signer = signerOf(store, accountId, read.text(body, 'signer_key'));
    const documentIds = read.list(body, 'document_keys').map((key) => documentOf(store, accountId, key).id);
    if (documentIds.length === 0) throw sentence('document_keys não pode ficar em branco');
    const summary = read.flag(body, 'summary') ?? true;
    const row = {
      id: store.parts.newId(),
      accountId,
      signerId: signer.id,
      documentIds,
      summary,
      createdAt: store.now(),
    };
    return c.json({ batch: showBatch(change(() => store.batches.put(row))) }, 201);
  });
  app.get('/batches', (c) =>
    c.json(paged(c.req.query('page'), 'batches', mine(c.get('caller').account.id), showBatch)),
  );
  app.get('/batches/:key', (c) => {
    const batch = mine(c.get('caller').account.id).find((row) => row.id === c.req.param('key'));
    if (!batch) throw new NotFound('Lote não encontrado');
    return c.json({ batch: showBatch(batch) });
  });
}
