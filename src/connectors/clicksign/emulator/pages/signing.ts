import type { Context } from 'hono';
import { html } from 'hono/html';
import { field, type Html } from '#kit/emulator/page.ts';
import { fileUrl } from '../model/document-view.ts';
import { codeMail } from '../model/mails.ts';
import type { LinkRow, SessionRow } from '../model/rows.ts';
import { isCpf } from '../model/signers.ts';
import { linksOfKey, obstacle, refuse, sign, startSigning } from '../model/signing.ts';
import { must, type Store } from '../model/store.ts';
import { attempt, formTexts, go, missing, root, show, type Pages } from './layout.ts';

/** The pages a signer walks through: see the documents, sign, confirm who one is, type the token, done; or refuse. */
export function signingPages(pages: Pages): void {
  const { app, store, change } = pages;
  app.get('/notarial/widget/signatures/:id/redirect', (c) =>
    c.redirect(`${root}/sign/${c.req.param('id')}`, 302),
  );
  app.get('/sign/:key', (c) => {
    const links = linksOfKey(store, c.req.param('key'));
    if (links.length === 0) return missing(c, 'Documento');
    return show(c, { title: 'Visualizar para assinar', body: viewer(store, c.req.param('key'), links) });
  });
  app.post('/sign/:key/iniciar', (c) => {
    const key = c.req.param('key');
    return attempt(c, `/sign/${key}`, () => {
      change(() => startSigning(store, openLinks(store, key)));
      return go(c, `/sign/${key}/dados`);
    });
  });
  app.post('/sign/:key/recusar', async (c) => {
    const key = c.req.param('key');
    const { motivo = '', comentario = '' } = await formTexts(c);
    if (motivo === '') return go(c, `/sign/${key}`, { erro: 'Informe o motivo da recusa' });
    return attempt(c, `/sign/${key}`, () => {
      change(() => refuse(store, openLinks(store, key), [motivo], comentario === '' ? null : comentario));
      return go(c, `/sign/${key}/fim`, { ok: 'Você recusou a assinatura' });
    });
  });
  identityPages(pages);
  finishPages(pages);
}

/** Of a page's signatures, those still to be given; all of them when there are none, so that the reason shows. */
function openLinks(store: Store, key: string): LinkRow[] {
  const links = linksOfKey(store, key);
  const open = links.filter((link) => link.status === 'pending');
  return open.length > 0 ? open : links;
}

function viewer(store: Store, key: string, links: LinkRow[]): Html {
  const open = openLinks(store, key);
  const reason = obstacle(store, open[0]!);
  const refusable = open.every((link) => link.refusable);
  return html`${links.map((link) => {
    const document = must(store.documents, link.documentId);
    const file = fileUrl(store, document, document.status === 'closed' ? 'signed' : 'original');
    return html`<h2>${document.filename}</h2>
      <object data="${file}" type="application/pdf" aria-label="${document.filename}">
        <p>O navegador não mostra este arquivo.</p>
      </object>
      <p><a href="${file}">Baixar ${document.filename}</a></p>`;
  })}
  ${
    reason !== null
      ? html`<p class="notice bad" role="status">${reason}</p>`
      : html`<form class="card" method="post" action="${root}/sign/${key}/iniciar">
            <button>Assinar</button>
          </form>
          ${refusable ? refusalForm(key) : ''}`
  }`;
}

function refusalForm(key: string): Html {
  return html`<details>
    <summary>Recusar a assinatura</summary>
    <form class="card" method="post" action="${root}/sign/${key}/recusar">
      ${field({ name: 'motivo', label: 'Motivo', required: true })}
      ${field({ name: 'comentario', label: 'Comentário' })}
      <button class="danger">Recusar</button>
    </form>
  </details>`;
}

function identityPages({ app, store, change }: Pages): void {
  app.get('/sign/:key/dados', (c) => {
    const link = openLinks(store, c.req.param('key'))[0];
    if (!link) return missing(c, 'Documento');
    const signer = must(store.signers, link.signerId);
    return show(c, {
      title: 'Confirme seus dados',
      body: html`<form class="card" method="post" action="${root}/sign/${c.req.param('key')}/dados">
        ${field({ name: 'nome', label: 'Nome completo', required: true, value: signer.name ?? '', autocomplete: 'name' })}
        ${
          signer.hasDocumentation
            ? html`${field({ name: 'cpf', label: 'CPF', value: signer.documentation ?? '', hint: '000.000.000-00' })}
              ${field({ name: 'nascimento', label: 'Data de nascimento', type: 'date', value: signer.birthday ?? '' })}`
            : ''
        }
        <button>Avançar</button>
      </form>`,
    });
  });
  app.post('/sign/:key/dados', async (c) => {
    const key = c.req.param('key');
    const { nome = '', cpf = '', nascimento = '' } = await formTexts(c);
    const back = `/sign/${key}/dados`;
    if (!/\S+\s+\S+/.test(nome)) return go(c, back, { erro: 'Informe nome e sobrenome' });
    if (cpf !== '' && !isCpf(cpf)) return go(c, back, { erro: 'CPF inválido: use 000.000.000-00' });
    const link = openLinks(store, key)[0];
    if (!link) return missing(c, 'Documento');
    const code = String(Math.floor(store.parts.random() * 1_000_000)).padStart(6, '0');
    change(() => {
      store.sessions.put({
        id: key,
        name: nome,
        documentation: cpf || null,
        birthday: nascimento || null,
        code,
      });
      codeMail(store, link, code);
    });
    return go(c, `/sign/${key}/token`);
  });
}

function finishPages({ app, store, change }: Pages): void {
  app.get('/sign/:key/token', (c) => {
    const link = openLinks(store, c.req.param('key'))[0];
    if (!link) return missing(c, 'Documento');
    return show(c, { title: 'Digite o token', body: tokenForm(c.req.param('key'), link) });
  });
  app.post('/sign/:key/finalizar', async (c) => {
    const key = c.req.param('key');
    const { token = '' } = await formTexts(c);
    const session = store.sessions.get(key);
    if (!session) return go(c, `/sign/${key}`, { erro: 'Comece de novo' });
    if (token !== session.code) return go(c, `/sign/${key}/token`, { erro: 'Token inválido' });
    return attempt(c, `/sign/${key}`, () => {
      change(() => {
        sign(store, openLinks(store, key), evidenceOf(session, c));
        store.sessions.delete(key);
      });
      return go(c, `/sign/${key}/fim`, { ok: 'Documento assinado' });
    });
  });
  app.get('/sign/:key/fim', (c) => {
    if (linksOfKey(store, c.req.param('key')).length === 0) return missing(c, 'Documento');
    return show(c, {
      title: 'Tudo certo',
      body: html`<p>Você pode fechar esta página.</p>
        <p><a href="${root}/sign/${c.req.param('key')}">Ver o documento</a></p>`,
    });
  });
}

function tokenForm(key: string, link: LinkRow): Html {
  const extra = link.auths.filter((auth) => auth !== 'email' && auth !== 'sms' && auth !== 'whatsapp');
  return html`<p>
      Enviamos um token. No emulador ele chega na
      <a href="${root}/caixa-de-entrada" target="_blank">caixa de entrada</a>.
    </p>
    ${extra.length > 0 ? html`<p>O emulador dá por apresentado: ${extra.join(', ')}.</p>` : ''}
    <form class="card" method="post" action="${root}/sign/${key}/finalizar">
      ${field({ name: 'token', label: 'Token', required: true, autocomplete: 'one-time-code' })}
      <button>Finalizar</button>
    </form>`;
}

function evidenceOf(session: SessionRow, c: Context) {
  const { name, documentation, birthday } = session;
  const { incoming } = (c.env ?? {}) as { incoming?: { socket: { remoteAddress?: string } } };
  return { name, documentation, birthday, address: incoming?.socket.remoteAddress ?? '127.0.0.1' };
}
