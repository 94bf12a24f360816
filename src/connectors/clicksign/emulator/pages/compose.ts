import { html } from 'hono/html';
import { field, table, type Html } from '#kit/emulator/page.ts';
import { sampleContract } from '../files/sample.ts';
import { composeDocument } from '../model/composing.ts';
import { addFile, mimeOf } from '../model/documents.ts';
import { activationFaults, createEnvelope, deleteEnvelope } from '../model/envelopes.ts';
import { unprocessable } from '../model/refusal.ts';
import type { EnvelopeRow, UserRow } from '../model/rows.ts';
import { must, type Store } from '../model/store.ts';
import { attempt, button, go, missing, root, show, userOf, type Pages } from './layout.ts';
import { sendingPages, settingsForm } from './sending.ts';
import { signerForm, signerPages } from './signer-form.ts';

/** Adicionar documentos: upload, signers, settings, review, sending. */
export function composePages(pages: Pages): void {
  const { app, store, change } = pages;
  app.get('/documentos/novo', (c) =>
    show(c, {
      title: 'Adicionar documentos',
      current: '/documentos/novo',
      body: uploadForm('/documentos', true),
    }),
  );
  app.post('/documentos', async (c) => {
    const user = userOf(store, c);
    if (!user) return go(c, '/conta');
    const upload = await readUpload(await c.req.parseBody());
    return attempt(c, '/documentos/novo', () => {
      const envelope = change(() => newEnvelope(store, user, upload));
      return go(c, `/envelopes/${envelope.id}/editar`, { ok: 'Documento adicionado' });
    });
  });

  app.get('/envelopes/:id/editar', (c) => {
    const envelope = store.envelopes.get(c.req.param('id'));
    if (!envelope) return missing(c, 'Envelope');
    if (envelope.status !== 'draft') return go(c, `/envelopes/${envelope.id}`);
    return show(c, { title: envelope.name, current: '/documentos/novo', body: draft(store, envelope) });
  });
  app.post('/envelopes/:id/documentos', async (c) => {
    const envelope = store.envelopes.get(c.req.param('id'));
    if (!envelope) return missing(c, 'Envelope');
    const upload = await readUpload(await c.req.parseBody());
    return attempt(c, `/envelopes/${envelope.id}/editar`, () => {
      change(() => storeDocument(store, envelope, upload));
      return go(c, `/envelopes/${envelope.id}/editar`, { ok: 'Documento adicionado' });
    });
  });
  app.post('/envelopes/:id/excluir', (c) => {
    const envelope = store.envelopes.get(c.req.param('id'));
    if (!envelope) return missing(c, 'Envelope');
    return attempt(c, `/envelopes/${envelope.id}`, () => {
      change(() => deleteEnvelope(store, envelope));
      return go(c, '/', { ok: 'Rascunho excluído' });
    });
  });
  signerPages(pages);
  sendingPages(pages);
}

function uploadForm(path: string, first: boolean): Html {
  return html`<form class="card" method="post" enctype="multipart/form-data" action="${root}${path}">
    <label class="field">
      <span>Arquivo</span>
      <small
        >.pdf, .docx, .doc, .txt, .png ou .jpeg, até 10 MB. Sem arquivo, um contrato de exemplo é
        usado.</small
      >
      <input type="file" name="arquivo" accept=".pdf,.docx,.doc,.txt,.png,.jpeg,.jpg" />
    </label>
    ${field({ name: 'nome', label: 'Nome do arquivo', hint: 'Vazio: o nome do arquivo enviado.' })}
    ${field({ name: 'pasta', label: 'Pasta', hint: 'Por exemplo: Contratos' })}
    <fieldset>
      <legend>Metadados</legend>
      ${field({ name: 'meta_nome', label: 'Nome do campo', value: first ? 'empresa' : '' })}
      ${field({ name: 'meta_valor', label: 'Valor do campo', hint: 'Por exemplo: ACME Ltda' })}
    </fieldset>
    <button>${first ? 'Continuar' : 'Adicionar documento'}</button>
  </form>`;
}

interface Upload {
  bytes: Buffer;
  path: string;
  metadata: Record<string, string>;
}

async function readUpload(form: Record<string, string | File>): Promise<Upload> {
  const text = (name: string) => (typeof form[name] === 'string' ? form[name].trim() : '');
  const file = form['arquivo'] instanceof File && form['arquivo'].size > 0 ? form['arquivo'] : null;
  const uploaded = file?.name ?? 'Contrato de Prestação.pdf';
  const wished = text('nome') || uploaded;
  const name =
    mimeOf(wished) === null && mimeOf(uploaded) !== null ? `${wished}.${uploaded.split('.').at(-1)}` : wished;
  const folder = text('pasta').replace(/^\/+|\/+$/g, '');
  return {
    bytes: file ? Buffer.from(await file.arrayBuffer()) : sampleContract(),
    path: `${folder === '' ? '' : `/${folder}`}/${name.replaceAll('/', '-')}`,
    metadata:
      text('meta_nome') !== '' && text('meta_valor') !== ''
        ? { [text('meta_nome')]: text('meta_valor') }
        : {},
  };
}

function newEnvelope(store: Store, user: UserRow, upload: Upload): EnvelopeRow {
  const name = upload.path.slice(upload.path.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '');
  const from = { accountId: user.accountId, userId: user.id, origin: 'v3' as const };
  const envelope = createEnvelope(store, from, { name });
  storeDocument(store, envelope, upload);
  return envelope;
}

function storeDocument(store: Store, envelope: EnvelopeRow, upload: Upload): void {
  const mime = mimeOf(upload.path);
  if (mime === null) throw unprocessable('', 'Nome do arquivo não contém mimetype válido');
  const file = addFile(store, mime, upload.bytes);
  composeDocument(store, envelope, { path: upload.path, fileId: file.id, metadata: upload.metadata });
}

function draft(store: Store, envelope: EnvelopeRow): Html {
  const faults = activationFaults(store, envelope);
  const at = `/envelopes/${envelope.id}`;
  return html`<h2>Documentos</h2>
    ${table(
      ['Arquivo', 'Pasta e nome', 'Metadados'],
      store.documentsOf
        .all(envelope.id)
        .map((row) => [html`${row.filename}`, html`${row.path}`, html`${JSON.stringify(row.metadata)}`]),
      'Nenhum documento.',
    )}
    <details>
      <summary>Adicionar outro documento</summary>
      ${uploadForm(`${at}/documentos`, false)}
    </details>
    <h2>Signatários</h2>
    ${table(
      ['Nome', 'E-mail', 'Autenticação', 'Ordem', 'Pode recusar', ''],
      store.signersOf
        .all(envelope.id)
        .map((signer) => [
          html`${signer.name}`,
          html`${signer.email ?? signer.phoneNumber}`,
          html`${store.linksOfSigner.all(signer.id)[0]?.auths.join(', ') ?? ''}`,
          html`${signer.group}`,
          html`${signer.refusable ? 'sim' : 'não'}`,
          button(`${at}/signatarios/${signer.id}/excluir`, 'Remover'),
        ]),
      'Nenhum signatário.',
    )}
    ${signerForm(at)} ${settingsForm(at, must(store.envelopes, envelope.id))}
    ${
      faults.length === 0
        ? html`<p><a class="button" href="${root}${at}/revisar">Assinar/Enviar</a></p>`
        : html`<p class="empty">Para enviar, adicione documentos e signatários.</p>`
    }
    <div class="actions">${button(`${at}/excluir`, 'Excluir rascunho', 'danger')}</div>`;
}
