import { html } from 'hono/html';
import { table, type Html } from '#kit/emulator/page.ts';
import { fileUrl, signingPath } from '../model/document-view.ts';
import { closeDocument, passDeadline } from '../model/ending.ts';
import { requestMail, signersToAsk } from '../model/mails.ts';
import { spoken } from '../model/moment.ts';
import type { DocumentRow, EnvelopeRow, LinkRow } from '../model/rows.ts';
import { must, type Store } from '../model/store.ts';
import { attempt, button, go, missing, root, show, statusTag, type Pages } from './layout.ts';
import { settingsForm } from './sending.ts';

/** Acompanhar envelope: who signed, what happened, and what can be done by hand. */
export function envelopePages({ app, store, change }: Pages): void {
  app.get('/envelopes/:id', (c) => {
    const envelope = store.envelopes.get(c.req.param('id'));
    if (!envelope) return missing(c, 'Envelope');
    if (envelope.status === 'draft') return go(c, `/envelopes/${envelope.id}/editar`);
    return show(c, { title: envelope.name, current: '/', body: overview(store, envelope) });
  });
  app.get('/documentos/:key', (c) => {
    const document = store.documents.get(c.req.param('key'));
    return document ? go(c, `/envelopes/${document.envelopeId}`) : missing(c, 'Documento');
  });
  app.post('/envelopes/:id/notificar', (c) => {
    const envelope = store.envelopes.get(c.req.param('id'));
    if (!envelope) return missing(c, 'Envelope');
    const asked = change(() => {
      store.envelopes.put({ ...envelope, notified: true });
      return signersToAsk(store, envelope).filter((link) => requestMail(store, link, null));
    });
    return go(c, `/envelopes/${envelope.id}`, { ok: `Solicitações enviadas: ${asked.length}` });
  });
  app.post('/envelopes/:id/prazo', (c) => {
    const envelope = store.envelopes.get(c.req.param('id'));
    if (!envelope) return missing(c, 'Envelope');
    change(() => passDeadline(store, store.envelopes.put({ ...envelope, deadlineAt: store.now() })));
    return go(c, `/envelopes/${envelope.id}`, { ok: 'O prazo terminou' });
  });
  for (const [path, ending, done] of [
    ['cancelar', 'cancel', 'Documento cancelado'],
    ['finalizar', 'close', 'Documento finalizado'],
  ] as const) {
    app.post(`/documentos/:key/${path}`, (c) => {
      const document = store.documents.get(c.req.param('key'));
      if (!document) return missing(c, 'Documento');
      const back = `/envelopes/${document.envelopeId}`;
      return attempt(c, back, () => {
        change(() => closeDocument(store, document, ending));
        return go(c, back, { ok: done });
      });
    });
  }
}

function overview(store: Store, envelope: EnvelopeRow): Html {
  const running = envelope.status === 'running';
  return html`<dl>
      <dt>Status</dt>
      <dd>${statusTag(envelope.status)}</dd>
      <dt>Data limite</dt>
      <dd>${spoken(envelope.deadlineAt)}</dd>
      <dt>Finalização</dt>
      <dd>${envelope.autoClose ? 'automática' : 'manual'}</dd>
    </dl>
    ${
      running
        ? html`<div class="actions">
            ${button(`/envelopes/${envelope.id}/notificar`, 'Notificar signatários')}
            ${button(`/envelopes/${envelope.id}/prazo`, 'Emulador: terminar o prazo agora')}
          </div>`
        : ''
    }
    ${store.documentsOf.all(envelope.id).map((document) => documentPart(store, document))}
    ${running ? settingsForm(`/envelopes/${envelope.id}`, envelope) : ''}`;
}

function documentPart(store: Store, document: DocumentRow): Html {
  const links = store.linksOfDocument.all(document.id);
  return html`<h2>${document.filename}</h2>
    <dl>
      <dt>Chave</dt>
      <dd><code>${document.id}</code></dd>
      <dt>Status</dt>
      <dd>${statusTag(document.status)}</dd>
      <dt>Pasta e nome</dt>
      <dd>${document.path}</dd>
      <dt>Metadados</dt>
      <dd><code>${JSON.stringify(document.metadata)}</code></dd>
      <dt>Arquivos</dt>
      <dd>
        <a href="${fileUrl(store, document, 'original')}">Original</a>
        ${
          document.status === 'closed'
            ? html`· <a href="${fileUrl(store, document, 'signed')}">Assinado</a> ·
                <a href="${fileUrl(store, document, 'ziped')}">ZIP</a>`
            : ''
        }
      </dd>
    </dl>
    ${table(
      ['Signatário', 'Como', 'Ordem', 'Situação', 'Link'],
      links.map((link) => signerRow(store, link)),
      'Nenhum signatário.',
    )}
    ${
      document.status === 'running'
        ? html`<div class="actions">
            ${button(`/documentos/${document.id}/finalizar`, 'Finalizar documento')}
            ${button(`/documentos/${document.id}/cancelar`, 'Cancelar documento', 'danger')}
          </div>`
        : ''
    }
    <h3>Eventos</h3>
    ${table(
      ['Evento', 'Quando'],
      [...document.events]
        .reverse()
        .map((event) => [html`<code>${event.name}</code>`, html`${spoken(event.occurredAt)}`]),
      'Nenhum evento.',
    )}`;
}

const linkWords = {
  pending: ['Pendente', 'soft'],
  signed: ['Assinado', 'good'],
  refused: ['Recusado', 'bad'],
} as const;

function signerRow(store: Store, link: LinkRow): Html[] {
  const signer = must(store.signers, link.signerId);
  const [text, kind] = linkWords[link.status];
  return [
    html`${signer.name}<br />${signer.email ?? signer.phoneNumber}`,
    html`${link.signAs.join(', ')} (${link.auths.join(', ')})`,
    html`${link.group}`,
    html`<span class="tag ${kind}">${text}</span>`,
    html`<a href="${root}${signingPath(store, link)}">Página de assinatura</a>`,
  ];
}
