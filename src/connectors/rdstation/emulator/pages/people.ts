import type { Hono } from 'hono';
import { html } from 'hono/html';
import { choice, field, table, type Html } from '#kit/emulator/page.ts';
import { must, type Crm } from '../model/crm.ts';
import { changeContact, createContact, deleteContact, type ContactDraft } from '../model/contacts.ts';
import { fieldsFor } from '../model/custom-fields.ts';
import { changeOrganization, createOrganization, deleteOrganization } from '../model/organizations.ts';
import type { ContactRow, DealRow, OrganizationRow } from '../model/rows.ts';
import { organizationChoices, statusTag, userChoices } from './board.ts';
import { customInput } from './deal.ts';
import { customFrom } from './deal-forms.ts';
import { act, base, shell, textsIn, viewer, type PageParts } from './shell.ts';

/** Rows of a list page; a search narrows what is shown. */
const rowsShown = 100;

/** The lists of contacts and organizations, and the page of each. */
export function peoplePages(app: Hono, { crm }: PageParts): void {
  contactPages(app, crm);
  organizationPages(app, crm);
}

function contactPages(app: Hono, crm: Crm): void {
  app.get('/contatos', (c) => {
    const q = c.req.query('q') ?? '';
    const found = search(crm.contacts.all(), q, (row) => [row.name, ...row.emails.map(({ email }) => email)]);
    const rows = found
      .slice(0, rowsShown)
      .map((row) => [
        html`<a href="${base}/contatos/${row.id}">${row.name}</a>`,
        html`${row.emails.map(({ email }) => email).join(', ')}`,
        html`${row.phones.map(({ phone }) => phone).join(', ')}`,
        html`${crm.organizations.get(row.organizationId ?? '')?.name ?? ''}`,
        html`${row.dealIds.length}`,
      ]);
    const list = table(['Nome', 'E-mail', 'Telefone', 'Empresa', 'Negociações'], rows, 'Nenhum contato.');
    const form = contactForm(crm, null, `${base}/contatos`);
    return shell(c, 'Contatos', listPage('contatos', q, found.length, list, 'Novo contato', form));
  });
  app.post('/contatos', async (c) => {
    const data = await c.req.formData();
    return act(c, '/contatos', 'criado', () => `/contatos/${createContact(crm, contactDraft(crm, data)).id}`);
  });
  app.get('/contatos/:id', (c) => {
    const row = crm.contacts.get(c.req.param('id'));
    if (!row) return c.notFound();
    const action = `${base}/contatos/${row.id}`;
    const deals = row.dealIds.flatMap((id) => crm.deals.get(id) ?? []);
    const body = html`<div class="card">${contactForm(crm, row, action)}</div>
      ${dealTable(crm, deals)} ${deleteForm(action, 'Excluir contato')}`;
    return shell(c, row.name, body);
  });
  app.post('/contatos/:id', async (c) => {
    const data = await c.req.formData();
    const id = c.req.param('id');
    return act(c, `/contatos/${id}`, 'salvo', () => {
      changeContact(crm, must(crm.contacts, id, 'Contato'), contactDraft(crm, data));
      return undefined;
    });
  });
  app.post('/contatos/:id/excluir', (c) =>
    act(c, '/contatos', 'excluido', () => {
      deleteContact(crm, must(crm.contacts, c.req.param('id'), 'Contato'));
      return undefined;
    }),
  );
}

function organizationPages(app: Hono, crm: Crm): void {
  app.get('/empresas', (c) => {
    const q = c.req.query('q') ?? '';
    const found = search(crm.organizations.all(), q, (row) => [row.name]);
    const rows = found
      .slice(0, rowsShown)
      .map((row) => [
        html`<a href="${base}/empresas/${row.id}">${row.name}</a>`,
        html`${row.url ?? ''}`,
        html`${crm.users.get(row.ownerId ?? '')?.name ?? ''}`,
        html`${crm.by.contactOrganization.all(row.id).length}`,
      ]);
    const list = table(['Nome', 'Site', 'Responsável', 'Contatos'], rows, 'Nenhuma empresa.');
    const form = organizationForm(crm, null, `${base}/empresas`);
    return shell(c, 'Empresas', listPage('empresas', q, found.length, list, 'Nova empresa', form));
  });
  app.post('/empresas', async (c) => {
    const data = await c.req.formData();
    return act(
      c,
      '/empresas',
      'criado',
      () => `/empresas/${createOrganization(crm, organizationDraft(crm, data)).id}`,
    );
  });
  app.get('/empresas/:id', (c) => {
    const row = crm.organizations.get(c.req.param('id'));
    if (!row) return c.notFound();
    const action = `${base}/empresas/${row.id}`;
    const body = html`<div class="card">${organizationForm(crm, row, action)}</div>
      ${dealTable(crm, crm.by.dealOrganization.all(row.id))} ${deleteForm(action, 'Excluir empresa')}`;
    return shell(c, row.name, body);
  });
  app.post('/empresas/:id', async (c) => {
    const data = await c.req.formData();
    const id = c.req.param('id');
    return act(c, `/empresas/${id}`, 'salvo', () => {
      changeOrganization(crm, must(crm.organizations, id, 'Empresa'), organizationDraft(crm, data));
      return undefined;
    });
  });
  app.post('/empresas/:id/excluir', (c) =>
    act(c, '/empresas', 'excluido', () => {
      deleteOrganization(crm, must(crm.organizations, c.req.param('id'), 'Empresa'));
      return undefined;
    }),
  );
}

function search<Row>(rows: Row[], q: string, texts: (row: Row) => string[]): Row[] {
  const wanted = q.trim().toLowerCase();
  return rows.filter((row) => texts(row).some((text) => text.toLowerCase().includes(wanted))).reverse();
}

function listPage(path: string, q: string, found: number, list: Html, create: string, form: Html): Html {
  const more = found > rowsShown ? `Mostrando ${rowsShown} de ${found}.` : `${found} no total.`;
  return html`<form class="card inline" method="get" action="${base}/${path}">
      ${field({ name: 'q', label: 'Buscar', value: q, type: 'search' })}<button>Buscar</button>
    </form>
    ${list}
    <p class="sub">${more}</p>
    <details class="card">
      <summary>${create}</summary>
      ${form}
    </details>`;
}

function deleteForm(action: string, text: string): Html {
  return html`<form class="actions" method="post" action="${action}/excluir">
    <button class="danger">${text}</button>
  </form>`;
}

function dealTable(crm: Crm, deals: DealRow[]): Html {
  const rows = deals
    .slice(0, rowsShown)
    .map((row) => [
      html`<a href="${base}/negociacoes/${row.id}">${row.name}</a>`,
      html`${crm.stages.get(row.stageId)?.name ?? ''}`,
      statusTag(row),
    ]);
  return html`<h2>Negociações</h2>
    ${table(['Título', 'Etapa', 'Situação'], rows, 'Nenhuma negociação.')}`;
}

function contactForm(crm: Crm, row: ContactRow | null, action: string): Html {
  const emails = row?.emails.map(({ email }) => email).join(', ') ?? '';
  const phones = row?.phones.map(({ phone }) => phone).join(', ') ?? '';
  return html`<form method="post" action="${action}">
    ${field({ name: 'nome', label: 'Nome', value: row?.name ?? '', required: true, autocomplete: 'off' })}
    ${field({ name: 'email', label: 'E-mails', value: emails, hint: 'Vários separados por vírgula', autocomplete: 'off' })}
    ${field({ name: 'telefone', label: 'Telefones', value: phones, hint: 'Vários separados por vírgula', autocomplete: 'off' })}
    ${field({ name: 'cargo', label: 'Cargo', value: row?.title ?? '', autocomplete: 'off' })}
    ${choice('empresa', 'Empresa', organizationChoices(crm), row?.organizationId ?? '')}
    ${fieldsFor(crm, 'contact').map((custom) => customInput(custom, row?.customFields[custom.id] ?? null))}
    <button>Salvar contato</button>
  </form>`;
}

function contactDraft(crm: Crm, data: FormData): ContactDraft {
  const said = (name: string) => textsIn(data, name)[0] ?? '';
  const list = (name: string) =>
    said(name)
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean);
  return {
    name: said('nome'),
    title: said('cargo') || null,
    emails: list('email'),
    phones: list('telefone').map((phone) => ({ phone, type: 'cellphone' })),
    organizationId: said('empresa') || null,
    customFields: customFrom(crm, 'contact', data),
  };
}

function organizationForm(crm: Crm, row: OrganizationRow | null, action: string): Html {
  return html`<form method="post" action="${action}">
    ${field({ name: 'nome', label: 'Nome', value: row?.name ?? '', required: true, autocomplete: 'off' })}
    ${field({ name: 'resumo', label: 'Resumo', value: row?.resume ?? '' })}
    ${field({ name: 'site', label: 'Site', value: row?.url ?? '' })}
    ${field({ name: 'endereco', label: 'Endereço', value: row?.address ?? '', autocomplete: 'off' })}
    ${choice('responsavel', 'Responsável', userChoices(crm), row?.ownerId ?? viewer(crm).id)}
    ${fieldsFor(crm, 'organization').map((custom) => customInput(custom, row?.customFields[custom.id] ?? null))}
    <button>Salvar empresa</button>
  </form>`;
}

function organizationDraft(crm: Crm, data: FormData) {
  const said = (name: string) => textsIn(data, name)[0] ?? '';
  return {
    name: said('nome'),
    resume: said('resumo') || null,
    url: said('site') || null,
    address: said('endereco') || null,
    ownerId: said('responsavel') || null,
    customFields: customFrom(crm, 'organization', data),
  };
}
