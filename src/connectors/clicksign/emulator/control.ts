import type { Hono } from 'hono';
import { z } from 'zod';
import { controlApp } from '#kit/emulator/control.ts';
import type { Limiter } from '#kit/emulator/limits.ts';
import { DEMO_CLICKSIGN_ACCOUNT_KEY, seedDemo } from './demo.ts';
import { sampleContract } from './files/sample.ts';
import { composeQuickly } from './model/composing.ts';
import { addDocument, addFile, mimeOf } from './model/documents.ts';
import { passDeadline } from './model/ending.ts';
import { createEnvelope } from './model/envelopes.ts';
import { Refusal } from './model/refusal.ts';
import type { DocumentRow, LinkRow } from './model/rows.ts';
import { refuse, sign } from './model/signing.ts';
import { must, type Store } from './model/store.ts';

const quickSign = z.strictObject({
  /** The file's name; ".pdf" is added when it has no known ending. */
  name: z.string().min(1),
  signers: z.array(z.strictObject({ name: z.string(), email: z.string() })).min(1),
  metadata: z.record(z.string(), z.json()).default({}),
  /** The folder and file; `/<name>` when absent. */
  path: z.string().startsWith('/').optional(),
  /** How many of the signers sign at once; all when absent. */
  sign: z.int().min(0).optional(),
  auto_close: z.boolean().default(true),
  account_key: z.string().default(DEMO_CLICKSIGN_ACCOUNT_KEY),
});
const whichSignature = z.object({
  request_signature_key: z.string().optional(),
  document_key: z.string().optional(),
  email: z.string().optional(),
});
const refusal = whichSignature.extend({
  reasons: z.array(z.string()).default([]),
  comment: z.string().default(''),
});
const deadline = z.strictObject({ document_key: z.string() });
const settings = z.strictObject({ v1BadTokenStatus: z.union([z.literal(401), z.literal(403)]) });

/** The control door with what is particular to Clicksign: signing, refusing and deadlines without a browser. */
export function clicksignControl(store: Store, limiters: Record<string, Limiter>): Hono {
  const { parts } = store;
  const refusalOf = (error: Error) => (error instanceof Refusal ? error.message : null);
  const app = controlApp(parts, { limiters, seed: () => seedDemo(parts), refusalOf });
  const change = <T>(work: () => T): T => parts.journal.commit(work);

  app.post('/quick-sign', async (c) => {
    const input = quickSign.parse(await c.req.json());
    return c.json(
      change(() => signQuickly(store, input)),
      201,
    );
  });
  app.post('/sign', async (c) => {
    const link = linkOf(store, whichSignature.parse(await c.req.json()));
    change(() => sign(store, [link]));
    return c.json(outcome(store, must(store.documents, link.documentId)));
  });
  app.post('/refuse', async (c) => {
    const { reasons, comment, ...which } = refusal.parse(await c.req.json());
    const link = linkOf(store, which);
    change(() => refuse(store, [link], reasons, comment === '' ? null : comment));
    return c.json(outcome(store, must(store.documents, link.documentId)));
  });
  app.post('/deadline', async (c) => {
    const document = documentOf(store, deadline.parse(await c.req.json()).document_key);
    const envelope = must(store.envelopes, document.envelopeId);
    change(() => passDeadline(store, store.envelopes.put({ ...envelope, deadlineAt: store.now() })));
    return c.json(outcome(store, must(store.documents, document.id)));
  });
  app.put('/settings', async (c) =>
    c.json(store.settings.put({ id: 'settings', ...settings.parse(await c.req.json()) })),
  );
  return app;
}

function signQuickly(store: Store, input: z.infer<typeof quickSign>) {
  const account = store.accounts.get(input.account_key);
  const user = account && store.users.find((row) => row.accountId === account.id);
  if (!user) throw new Refusal({ kind: 'not_found', id: input.account_key });
  const filename = mimeOf(input.name) === null ? `${input.name}.pdf` : input.name;
  const from = {
    accountId: user.accountId,
    userId: user.id,
    origin: 'v3' as const,
    sequence: false,
    quiet: true,
  };
  const draft = createEnvelope(store, from, { name: filename, autoClose: input.auto_close });
  const envelope = store.envelopes.put({ ...draft, status: 'running' });
  const document = addDocument(store, envelope, {
    path: input.path ?? `/${filename}`,
    fileId: sampleFile(store),
    metadata: input.metadata,
  });
  const links = input.signers.map((signer) => composeQuickly(store, document, signer));
  for (const link of links.slice(0, input.sign)) sign(store, [link]);
  return outcome(store, must(store.documents, document.id));
}

/** One stored sample for all documents made in numbers. */
const sampleId = '00000000-0000-4000-8000-000000005a3e';
function sampleFile(store: Store): string {
  if (store.files.get(sampleId)) return sampleId;
  const file = addFile(store, 'application/pdf', sampleContract());
  store.files.delete(file.id);
  return store.files.put({ ...file, id: sampleId }).id;
}

function outcome(store: Store, document: DocumentRow) {
  const signers = store.linksOfDocument.all(document.id).map((link) => ({
    key: link.signerId,
    list_key: link.id,
    request_signature_key: link.requestSignatureKey,
    email: must(store.signers, link.signerId).email,
    status: link.status,
  }));
  return { envelope_id: document.envelopeId, document_key: document.id, status: document.status, signers };
}

function documentOf(store: Store, key: string | undefined): DocumentRow {
  const document = key === undefined ? undefined : store.documents.get(key);
  if (!document) throw new Refusal({ kind: 'not_found', id: key ?? 'document_key' });
  return document;
}

function linkOf(store: Store, which: z.infer<typeof whichSignature>): LinkRow {
  const { request_signature_key: key, document_key: document, email } = which;
  const link =
    key !== undefined
      ? store.linkByKey.first(key)
      : store.linksOfDocument
          .all(documentOf(store, document).id)
          .find((row) => must(store.signers, row.signerId).email === email);
  if (!link) throw new Refusal({ kind: 'not_found', id: key ?? email ?? 'request_signature_key' });
  return link;
}
