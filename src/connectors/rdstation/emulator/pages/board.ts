import type { Hono } from 'hono';
import { html } from 'hono/html';
import { choice, field, type Html } from '#kit/emulator/page.ts';
import { pipelinesInOrder, stagesOf, type Crm } from '../model/crm.ts';
import { createDeal } from '../model/deals.ts';
import { amountsOf, statusWord } from '../model/documents.ts';
import type { DealRow, StageRow } from '../model/rows.ts';
import { act, base, formOf, reais, shell, viewer, type PageParts } from './shell.ts';

/** Cards of one column; more are counted, not drawn. */
const cardsShown = 50;

const situations = [
  ['ongoing', 'Em andamento'],
  ['won', 'Ganhas'],
  ['lost', 'Perdidas'],
  ['todas', 'Todas'],
] as const;
const statusNames: Record<string, string> = {
  ongoing: 'Em andamento',
  paused: 'Pausada',
  won: 'Ganha',
  lost: 'Perdida',
};

/** A deal's status, as a tag. */
export function statusTag(row: DealRow): Html {
  const kind = { won: 'good', lost: 'bad', ongoing: 'soft' }[row.status];
  return html`<span class="tag ${kind}">${statusNames[statusWord(row)]}</span>`;
}

/** The board (one pipeline, its stages as columns) and the form for a new deal. */
export function boardPages(app: Hono, { crm }: PageParts): void {
  app.get('/funil', (c) => {
    const { funil, situacao = 'ongoing', q = '' } = c.req.query();
    const pipelines = pipelinesInOrder(crm);
    const pipeline = crm.pipelines.get(funil ?? '') ?? pipelines[0];
    if (!pipeline) return shell(c, 'Funil de Vendas', html`<p class="empty">A conta não tem funis.</p>`);
    const names = pipelines.map(({ id, name }) => [id, name] as const);
    const columns = stagesOf(crm, pipeline.id).map((stage) => column(crm, stage, { situacao, q }));
    return shell(
      c,
      `Funil de Vendas: ${pipeline.name}`,
      html`<form class="card inline" method="get" action="${base}/funil">
          ${choice('funil', 'Funil', names, pipeline.id)}
          ${choice('situacao', 'Situação', situations, situacao)}
          ${field({ name: 'q', label: 'Título contém', value: q })}
          <button>Filtrar</button>
        </form>
        <p class="actions">
          <a class="button" href="${base}/negociacoes/nova?funil=${pipeline.id}">Criar negociação</a>
        </p>
        <div class="board" tabindex="0" role="region" aria-label="Etapas do funil">${columns}</div>`,
    );
  });

  app.get('/negociacoes/nova', (c) => {
    const stages = stageChoices(crm);
    const first = stagesOf(crm, c.req.query('funil') ?? '')[0]?.id ?? stages[0]?.[0] ?? '';
    return shell(c, 'Criar negociação', newDealForm(crm, stages, first));
  });

  app.post('/negociacoes', async (c) => {
    const form = await formOf(c);
    return act(c, '/negociacoes/nova', 'criado', () => {
      const contact = { name: form['contato'], emails: form['email'] ? [form['email']] : [] };
      const draft = {
        name: form['titulo'],
        stageId: form['etapa'],
        ownerId: form['responsavel'],
        organizationId: form['empresa'] || null,
      };
      const deal = createDeal(crm, draft, viewer(crm), form['contato'] || form['email'] ? [contact] : []);
      return `/negociacoes/${deal.id}`;
    });
  });
}

/** Every stage of every pipeline, as options of a select. */
export function stageChoices(crm: Crm): [string, string][] {
  return pipelinesInOrder(crm).flatMap((pipeline) =>
    stagesOf(crm, pipeline.id).map((stage): [string, string] => [
      stage.id,
      `${pipeline.name} · ${stage.name}`,
    ]),
  );
}

/** Users, as options of a select. */
export function userChoices(crm: Crm): [string, string][] {
  return crm.users.all().map(({ id, name }) => [id, name]);
}

/** Organizations by name, as options of a select, after "none". */
export function organizationChoices(crm: Crm): [string, string][] {
  const rows = crm.organizations.all().sort((a, b) => a.name.localeCompare(b.name, 'pt-BR'));
  return [['', '(nenhuma)'], ...rows.map(({ id, name }): [string, string] => [id, name])];
}

function newDealForm(crm: Crm, stages: [string, string][], stageId: string): Html {
  return html`<form class="card" method="post" action="${base}/negociacoes">
    ${field({ name: 'titulo', label: 'Título', required: true })} ${choice('etapa', 'Etapa', stages, stageId)}
    ${choice('responsavel', 'Responsável', userChoices(crm), viewer(crm).id)}
    ${choice('empresa', 'Empresa', organizationChoices(crm))}
    <fieldset>
      <legend>Novo contato (opcional)</legend>
      ${field({ name: 'contato', label: 'Nome', autocomplete: 'off' })}
      ${field({ name: 'email', label: 'E-mail', type: 'email', autocomplete: 'off' })}
    </fieldset>
    <button>Criar negociação</button>
  </form>`;
}

function column(crm: Crm, stage: StageRow, asked: { situacao: string; q: string }): Html {
  const wanted = asked.q.toLowerCase();
  const deals = crm.by.dealStage
    .all(stage.id)
    .filter((row) => asked.situacao === 'todas' || row.status === asked.situacao)
    .filter((row) => row.name.toLowerCase().includes(wanted))
    .sort((a, b) => b.createdAt - a.createdAt);
  const value = deals.reduce((sum, row) => sum + amountsOf(row).total, 0);
  const more = deals.length - cardsShown;
  return html`<section class="column">
    <h2>${stage.name}</h2>
    <p class="sub">${deals.length} ${deals.length === 1 ? 'negociação' : 'negociações'} · ${reais(value)}</p>
    <ol>
      ${deals.slice(0, cardsShown).map((row) => html`<li>${card(crm, row)}</li>`)}
    </ol>
    ${more > 0 ? html`<p class="sub">e mais ${more}: filtre pelo título</p>` : ''}
  </section>`;
}

function card(crm: Crm, row: DealRow): Html {
  const contacts = crm.by.contactDeal.all(row.id).map((contact) => contact.name);
  const organization = crm.organizations.get(row.organizationId ?? '')?.name;
  return html`<a class="deal-name" href="${base}/negociacoes/${row.id}">${row.name}</a>
    ${organization ? html`<p class="sub">${organization}</p>` : ''}
    <p class="sub">${contacts.length > 0 ? contacts.join(', ') : 'Sem contato'}</p>
    <p class="sub">
      ${reais(amountsOf(row).total)} ${row.status === 'ongoing' && !row.hold ? '' : statusTag(row)}
    </p>`;
}
