import { html, raw } from 'hono/html';
import { check, choice, field, table, type Html } from '#kit/emulator/page.ts';
import { stagesOf, type Crm } from '../model/crm.ts';
import { fieldsFor } from '../model/custom-fields.ts';
import { amountsOf, productTotal } from '../model/documents.ts';
import { labelsOf } from '../model/labels.ts';
import type { CustomValue, DealRow, FieldRow, LabelKind } from '../model/rows.ts';
import { organizationChoices, stageChoices, statusTag, userChoices } from './board.ts';
import { base, moment, reais } from './shell.ts';

/** The tabs of a deal, by their name in the address. */
export const tabs = {
  contatos: ['Contatos', contactsTab],
  historico: ['Histórico', historyTab],
  tarefas: ['Tarefas', tasksTab],
  campos: ['Campos personalizados', fieldsTab],
  produtos: ['Produtos e serviços', productsTab],
} as const satisfies Record<string, readonly [string, (crm: Crm, row: DealRow, action: string) => Html]>;

/** The page of one deal: its head, what can be done with it, and one tab. */
export function dealView(crm: Crm, row: DealRow, asked: string | undefined): Html {
  const tab = (asked && Object.hasOwn(tabs, asked) ? asked : 'contatos') as keyof typeof tabs;
  const action = `${base}/negociacoes/${row.id}`;
  const stage = crm.stages.get(row.stageId);
  const steps = stage ? stagesOf(crm, stage.pipelineId) : [];
  const pipeline = stage && crm.pipelines.get(stage.pipelineId);
  return html`<p class="sub">
      ${statusTag(row)} ${reais(amountsOf(row).total)} · Funil ${pipeline?.name} · criada em
      ${moment(row.createdAt)}
    </p>
    <ol class="steps">
      ${steps.map((step) => html`<li ${step.id === row.stageId ? raw('aria-current="step"') : ''}>${step.name}</li>`)}
    </ol>
    ${row.status === 'ongoing' ? closing(crm, action) : closed(crm, row)}
    <div class="columns">
      <form class="card inline" method="post" action="${action}/etapa">
        ${choice('etapa', 'Mover para a etapa', stageChoices(crm), row.stageId)}
        <button>Mover</button>
      </form>
      <details class="card">
        <summary>Editar negociação</summary>
        ${editForm(crm, row, action)}
      </details>
    </div>
    <nav class="tabs" aria-label="Partes da negociação">
      ${Object.entries(tabs).map(
        ([key, [name]]) =>
          html`<a href="${action}?aba=${key}" ${key === tab ? raw('aria-current="page"') : ''}>${name}</a>`,
      )}
    </nav>
    ${tabs[tab][1](crm, row, action)}`;
}

function closing(crm: Crm, action: string): Html {
  return html`<div class="card inline">
    <form method="post" action="${action}/ganhar"><button>Ganhar</button></form>
    <form class="inline" method="post" action="${action}/perder">
      ${choice('motivo', 'Motivo de perda', labelChoices(crm, 'lost_reason'))}
      <button class="danger">Perder</button>
    </form>
  </div>`;
}

function closed(crm: Crm, row: DealRow): Html {
  const reason = crm.labels.get(row.lostReasonId ?? '')?.name;
  const why = row.status === 'lost' && reason ? ` Motivo: ${reason}.` : '';
  return html`<p class="card">
    Fechada em ${moment(row.closedAt)}.${why} Uma negociação fechada não pode ser reaberta.
  </p>`;
}

function labelChoices(crm: Crm, kind: LabelKind): [string, string][] {
  return [['', '(nenhum)'], ...labelsOf(crm, kind).map(({ id, name }): [string, string] => [id, name])];
}

function editForm(crm: Crm, row: DealRow, action: string): Html {
  return html`<form method="post" action="${action}">
      ${field({ name: 'titulo', label: 'Título', value: row.name, required: true })}
      ${choice('responsavel', 'Responsável', userChoices(crm), row.ownerId)}
      ${choice('empresa', 'Empresa', organizationChoices(crm), row.organizationId ?? '')}
      ${choice('fonte', 'Fonte', labelChoices(crm, 'source'), row.sourceId ?? '')}
      ${choice('campanha', 'Campanha', labelChoices(crm, 'campaign'), row.campaignId ?? '')}
      ${field({ name: 'previsao', label: 'Previsão de fechamento', type: 'date', value: row.expectedCloseDate ?? '' })}
      <button>Salvar</button>
    </form>
    <form class="actions" method="post" action="${action}/excluir">
      <button class="danger">Excluir negociação</button>
    </form>`;
}

function contactsTab(crm: Crm, row: DealRow, action: string): Html {
  const contacts = crm.by.contactDeal.all(row.id);
  const rows = contacts.map((contact) => [
    html`<a href="${base}/contatos/${contact.id}">${contact.name}</a>`,
    html`${contact.emails.map(({ email }) => email).join(', ')}`,
    html`${contact.phones.map(({ phone }) => phone).join(', ')}`,
    html`${contact.title ?? ''}`,
  ]);
  return html`${table(['Nome', 'E-mail', 'Telefone', 'Cargo'], rows, 'Nenhum contato nesta negociação.')}
    <form class="card" method="post" action="${action}/contatos">
      <h2>Adicionar contato</h2>
      ${field({ name: 'nome', label: 'Nome', autocomplete: 'off', hint: 'Vazio: procura um contato com este e-mail.' })}
      ${field({ name: 'email', label: 'E-mail', type: 'email', autocomplete: 'off', required: true })}
      <button>Adicionar</button>
    </form>`;
}

function historyTab(crm: Crm, row: DealRow, action: string): Html {
  const notes = crm.by.noteDeal.all(row.id).map(({ createdAt, text, userId }) => ({
    at: createdAt,
    text: `${crm.users.get(userId)?.name ?? 'Alguém'}: ${text}`,
  }));
  const stays = row.stays.map(({ from, stageId }) => ({
    at: from,
    text: `Entrou na etapa ${crm.stages.get(stageId)?.name ?? '(excluída)'}`,
  }));
  const entries = [...notes, ...stays].sort((a, b) => b.at - a.at);
  return html`<form class="card" method="post" action="${action}/anotacoes">
      <label class="field"><span>Anotação</span><textarea name="texto" rows="3" required></textarea></label>
      <button>Anotar</button>
    </form>
    ${table(
      ['Quando', 'O quê'],
      entries.map(({ at, text }) => [html`${moment(at)}`, html`${text}`]),
      'Sem histórico.',
    )}`;
}

const taskNames = [
  ['call', 'Ligação'],
  ['email', 'E-mail'],
  ['meeting', 'Reunião'],
  ['task', 'Tarefa'],
  ['lunch', 'Almoço'],
  ['visit', 'Visita'],
  ['whatsapp', 'WhatsApp'],
] as const;

function tasksTab(crm: Crm, row: DealRow, action: string): Html {
  const names = Object.fromEntries(taskNames);
  const rows = crm.by.taskDeal.all(row.id).map((task) => [
    html`${task.subject}`,
    html`${names[task.type]}`,
    html`${moment(task.dueAt)}`,
    task.doneAt === null
      ? html`<form method="post" action="${action}/tarefas/${task.id}">
          <button class="quiet">Concluir</button>
        </form>`
      : html`<span class="tag good">Concluída</span>`,
  ]);
  return html`${table(['Assunto', 'Tipo', 'Para quando', 'Situação'], rows, 'Nenhuma tarefa.')}
    <form class="card" method="post" action="${action}/tarefas">
      <h2>Criar tarefa</h2>
      ${field({ name: 'assunto', label: 'Assunto', required: true })}
      ${choice('tipo', 'Tipo', taskNames, 'task')}
      ${field({ name: 'quando', label: 'Para quando', type: 'datetime-local' })}
      <button>Criar tarefa</button>
    </form>`;
}

function fieldsTab(crm: Crm, row: DealRow, action: string): Html {
  return html`<form class="card" method="post" action="${action}/campos">
    ${fieldsFor(crm, 'deal').map((custom) => customInput(custom, row.customFields[custom.id] ?? null))}
    <button>Salvar campos</button>
  </form>`;
}

/** The input for a custom field's value; its name is the field's id. */
export function customInput(custom: FieldRow, value: CustomValue): Html {
  const { id: name, label, opts } = custom;
  const text = typeof value === 'string' ? value : '';
  switch (custom.type) {
    case 'option':
      return choice(
        name,
        label,
        [['', '(nenhuma)'], ...opts.map((opt): [string, string] => [opt, opt])],
        text,
      );
    case 'multiple_choice':
      return html`<fieldset>
        <legend>${label}</legend>
        ${opts.map((opt) => check(name, opt, { value: opt, checked: Array.isArray(value) && value.includes(opt) }))}
      </fieldset>`;
    case 'date':
      return field({ name, label, value: text, hint: 'DD/MM/AAAA' });
    case 'text':
      return field({ name, label, value: text });
  }
}

function productsTab(_crm: Crm, row: DealRow, action: string): Html {
  const rows = row.products.map((product) => [
    html`${product.name}`,
    html`${product.amount} × ${reais(product.price)}`,
    html`${product.recurrence === 'monthly' ? 'Mensal' : 'Única'}`,
    html`${reais(productTotal(product))}`,
  ]);
  return html`${table(['Nome', 'Quantidade', 'Recorrência', 'Total'], rows, 'Nenhum produto: a negociação vale R$ 0,00.')}
    <form class="card" method="post" action="${action}/produtos">
      <h2>Adicionar produto</h2>
      ${field({ name: 'nome', label: 'Nome', required: true })}
      ${field({ name: 'preco', label: 'Preço (R$)', required: true, hint: 'Por exemplo 1500,00' })}
      ${choice('recorrencia', 'Recorrência', [
        ['spare', 'Única'],
        ['monthly', 'Mensal'],
      ])}
      <button>Adicionar</button>
    </form>`;
}
