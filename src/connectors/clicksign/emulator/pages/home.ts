import { setCookie } from 'hono/cookie';
import { html } from 'hono/html';
import { field, table } from '#kit/emulator/page.ts';
import { openAccount } from '../model/accounts.ts';
import { spoken } from '../model/moment.ts';
import type { EnvelopeRow } from '../model/rows.ts';
import type { Store } from '../model/store.ts';
import { accountCookie, button, formTexts, go, root, show, statusTag, userOf, type Pages } from './layout.ts';

/** Most envelopes on the first page. */
const most = 100;

/** The list of documents, and the choice of the account. */
export function homePages({ app, store, change }: Pages): void {
  app.get('/', (c) => {
    const user = userOf(store, c);
    if (!user) return go(c, '/conta');
    const search = (c.req.query('busca') ?? '').toLowerCase();
    const envelopes = store.envelopesOf.all(user.accountId).reverse();
    const found = envelopes
      .filter((row) => search === '' || searchText(store, row).includes(search))
      .slice(0, most);
    return show(c, {
      title: 'Documentos',
      current: '/',
      body: html`<p><a class="button" href="${root}/documentos/novo">Adicionar documentos</a></p>
        <form class="card" method="get" action="${root}/">
          ${field({ name: 'busca', label: 'Buscar por nome, arquivo ou signatário', value: search, type: 'search' })}
          <button class="quiet">Buscar</button>
        </form>
        ${table(
          ['Envelope', 'Documentos', 'Status', 'Prazo'],
          found.map((row) => [
            html`<a href="${root}/envelopes/${row.id}">${row.name}</a>`,
            html`${store.documentsOf.all(row.id).map((document) => html`<div>${document.filename}</div>`)}`,
            statusTag(row.status),
            html`${spoken(row.deadlineAt)}`,
          ]),
          'Nenhum documento ainda. Comece por “Adicionar documentos”.',
        )}`,
    });
  });
  accountPages({ app, store, change });
}

function accountPages({ app, store, change }: Pages): void {
  app.get('/conta', (c) => {
    const current = userOf(store, c);
    return show(c, {
      title: 'Conta',
      current: '/conta',
      body: html`${table(
          ['Conta', 'Usuário', 'API v3', ''],
          store.accounts.all().map((account) => {
            const user = store.users.find((row) => row.accountId === account.id);
            return [
              html`${account.name}`,
              html`${user?.name} (${user?.email})`,
              html`${account.envelopesEnabled ? 'disponível' : 'indisponível'}`,
              account.id === current?.accountId
                ? html`em uso`
                : button(`/conta/${account.id}`, 'Usar esta conta'),
            ];
          }),
          'Nenhuma conta ainda.',
        )}
        <h2>Criar conta</h2>
        <form class="card" method="post" action="${root}/conta">
          ${field({ name: 'conta', label: 'Nome da conta', required: true })}
          ${field({ name: 'nome', label: 'Seu nome', required: true, autocomplete: 'name' })}
          ${field({ name: 'email', label: 'Seu e-mail', type: 'email', required: true, autocomplete: 'email' })}
          <button>Criar conta</button>
        </form>`,
    });
  });
  app.post('/conta', async (c) => {
    const { conta = '', nome = '', email = '' } = await formTexts(c);
    if (conta === '' || nome === '' || email === '') {
      return go(c, '/conta', { erro: 'Preencha todos os campos' });
    }
    const id = store.parts.newId();
    change(() => openAccount(store, { id, name: conta, userName: nome, email }));
    setCookie(c, accountCookie, id, { path: root });
    return go(c, '/', { ok: 'Conta criada' });
  });
  app.post('/conta/:id', (c) => {
    setCookie(c, accountCookie, c.req.param('id'), { path: root });
    return go(c, '/');
  });
}

function searchText(store: Store, row: EnvelopeRow): string {
  const files = store.documentsOf.all(row.id).map((document) => document.path);
  const people = store.linksOfEnvelope.all(row.id).map((link) => {
    const signer = store.signers.get(link.signerId);
    return `${signer?.name} ${signer?.email}`;
  });
  return [row.name, ...files, ...people].join(' ').toLowerCase();
}
