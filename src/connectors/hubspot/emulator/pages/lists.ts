import type { Hono } from 'hono';
import { html } from 'hono/html';
import { choice, field, table, type Html } from '#kit/emulator/page.ts';
import type { Hub } from '../model/hub.ts';
import { pipelinesOf, stagesOf } from '../model/pipelines.ts';
import { propertyOf } from '../model/properties.ts';
import { createRecord } from '../model/records.ts';
import type { RecordRow, StageRow } from '../model/rows.ts';
import { mustType } from '../model/schemas.ts';
import { search } from '../model/search.ts';
import type { ObjectType } from '../model/types.ts';
import { optionsOf } from '../model/values.ts';
import { valueOf } from '../model/view.ts';
import { accountIn, act, base, formOf, moment, shell, viewer, type PageParts } from './shell.ts';

const rowsShown = 50;
const cardsShown = 30;

const columns: Record<string, string[]> = {
  '0-1': ['email', 'phone', 'company', 'lifecyclestage', 'hubspot_owner_id'],
  '0-2': ['domain', 'phone', 'city', 'country', 'hubspot_owner_id'],
  '0-3': ['amount', 'dealstage', 'closedate', 'hubspot_owner_id'],
  '0-5': ['hs_pipeline_stage', 'hs_ticket_priority', 'hubspot_owner_id'],
};
const createFields: Record<string, string[]> = {
  '0-1': ['email', 'firstname', 'lastname', 'jobtitle', 'phone'],
  '0-2': ['name', 'domain', 'city'],
  '0-3': ['dealname', 'amount', 'dealstage'],
  '0-5': ['subject', 'content', 'hs_pipeline_stage'],
};

/** What people call a record. */
export function nameOf(type: ObjectType, row: RecordRow): string {
  if (type.id === '0-1') {
    const name = [row.values['firstname'], row.values['lastname']].filter(Boolean).join(' ');
    return name || (row.values['email'] ?? row.objectId);
  }
  const title = type.titles.map((one) => row.values[one]).find(Boolean) ?? `${type.singular} ${row.objectId}`;
  return title.replace(/<[^>]*>/g, '').slice(0, 120);
}

/** A value as people read it: labels for options, times for dates. */
export function shownValue(hub: Hub, type: ObjectType, row: RecordRow, name: string): string {
  const value = valueOf(type, row, name);
  const property = propertyOf(hub, row.portal, type.id, name);
  if (value === null || !property) return value ?? '';
  if (property.type === 'datetime') return moment(value);
  if (property.type !== 'enumeration') return value;
  const options = optionsOf(hub, { portal: row.portal, type: type.id }, property);
  return value
    .split(';')
    .map((part) => options.find((option) => option.value === part)?.label ?? part)
    .join(', ');
}

/** An input for a property, by its type. */
export function propertyInput(hub: Hub, portal: number, type: ObjectType, name: string, value: string): Html {
  const property = propertyOf(hub, portal, type.id, name);
  if (!property) return html``;
  const options = optionsOf(hub, { portal, type: type.id }, property);
  if (options.length > 0 && property.fieldType !== 'checkbox') {
    const pairs = options.map((option) => [option.value, option.label] as const);
    return choice(name, property.label, [['', '–'], ...pairs], value);
  }
  const hint =
    options.length > 0 ? `Values with semicolons: ${options.map((one) => one.value).join('; ')}` : undefined;
  if (property.fieldType === 'textarea' || property.fieldType === 'html') {
    return html`<label class="field"
      ><span>${property.label}</span><textarea name="${name}" rows="3">${value}</textarea>
    </label>`;
  }
  return field({ name, label: property.label, value, autocomplete: 'off', ...(hint && { hint }) });
}

/** Lists of records, and the board of deals. */
export function listPages(app: Hono, parts: PageParts): void {
  const { hub } = parts;
  app.get('/contacts/:portal/objects/:type', (c) => {
    const account = accountIn(c, hub);
    const type = mustType(hub, account.portalId, c.req.param('type'));
    const q = c.req.query('q') ?? '';
    const page = Math.max(1, Number(c.req.query('page') ?? 1) || 1);
    const sort = { propertyName: 'createdate', descending: true };
    const found = search(hub, account.portalId, type, { filterGroups: [], query: q, sort });
    const names = columns[type.id] ?? [];
    const rows = found
      .slice((page - 1) * rowsShown, page * rowsShown)
      .map((row) => [
        html`<a href="${recordPath(row)}">${nameOf(type, row)}</a>`,
        ...names.map((name) => html`${shownValue(hub, type, row, name)}`),
      ]);
    const heads = names.map((name) => propertyOf(hub, account.portalId, type.id, name)?.label ?? name);
    const at = `${base}/contacts/${account.portalId}/objects/${type.id}`;
    const last = Math.max(1, Math.ceil(found.length / rowsShown));
    const turn = (to: number, text: string) =>
      to < 1 || to > last
        ? ''
        : html`<a class="button quiet" href="${at}?page=${to}&q=${encodeURIComponent(q)}">${text}</a>`;
    const body = html`<form class="card inline" method="get" action="${at}">
        ${field({ name: 'q', label: 'Search', type: 'search', value: q })}<button>Search</button>
      </form>
      <p class="sub">${found.length} records · page ${page} of ${last}</p>
      ${table(['Name', ...heads], rows, 'No records match.')}
      <p class="actions">${turn(page - 1, 'Previous')} ${turn(page + 1, 'Next')}</p>
      ${createForm(hub, account.portalId, type)}`;
    return shell(
      c,
      `${type.plural[0]!.toUpperCase()}${type.plural.slice(1).replaceAll('_', ' ')}`,
      body,
      account,
    );
  });
  app.post('/contacts/:portal/objects/:type', async (c) => {
    const account = accountIn(c, hub);
    const type = mustType(hub, account.portalId, c.req.param('type'));
    const form = await formOf(c);
    const given = Object.fromEntries(Object.entries(form).filter(([, value]) => value !== ''));
    return act(c, `/contacts/${account.portalId}/objects/${type.id}`, 'created', () =>
      recordPath(createRecord(hub, viewer(hub, account.portalId), type, given)).slice(base.length),
    );
  });
  boardPage(app, parts);
}

/** The address of a record's page. */
export function recordPath(row: RecordRow): string {
  return `${base}/contacts/${row.portal}/record/${row.type}/${row.objectId}`;
}

function createForm(hub: Hub, portal: number, type: ObjectType): Html {
  const names = createFields[type.id] ?? type.titles;
  return html`<details class="card">
    <summary>Create ${type.singular.replaceAll('_', ' ')}</summary>
    <form method="post" action="${base}/contacts/${portal}/objects/${type.id}">
      ${names.map((name) => propertyInput(hub, portal, type, name, ''))}
      <button>Create</button>
    </form>
  </details>`;
}

function boardPage(app: Hono, { hub }: PageParts): void {
  app.get('/contacts/:portal/board', (c) => {
    const account = accountIn(c, hub);
    const pipelines = pipelinesOf(hub, account.portalId, '0-3');
    const pipeline = pipelines.find((row) => row.pipelineId === c.req.query('pipeline')) ?? pipelines[0];
    if (!pipeline) {
      return shell(c, 'Deals', html`<p class="empty">This account has no pipeline.</p>`, account);
    }
    const type = mustType(hub, account.portalId, 'deals');
    const deals = hub.by.type.all(`${account.portalId}/0-3`);
    const names = pipelines.map((row) => [row.pipelineId, row.label] as const);
    const at = `${base}/contacts/${account.portalId}`;
    const body = html`<form class="card inline" method="get" action="${at}/board">
        ${choice('pipeline', 'Pipeline', names, pipeline.pipelineId)}<button>Show</button>
        <a class="button quiet" href="${at}/objects/0-3">As a table</a>
      </form>
      <div class="board" tabindex="0" role="region" aria-label="Stages of ${pipeline.label}">
        ${stagesOf(pipeline).map((stage) =>
          column(
            type,
            stage,
            deals.filter((row) => row.values['dealstage'] === stage.id),
            account.currency,
          ),
        )}
      </div>
      ${createForm(hub, account.portalId, type)}`;
    return shell(c, `Deals: ${pipeline.label}`, body, account);
  });
}

function column(type: ObjectType, stage: StageRow, deals: RecordRow[], currency: string): Html {
  const sum = deals.reduce((total, row) => total + Number(row.values['amount'] ?? 0), 0);
  const money = (amount: number) =>
    new Intl.NumberFormat('en-GB', { style: 'decimal', maximumFractionDigits: 0 }).format(amount);
  const more = deals.length - cardsShown;
  return html`<section class="column">
    <h2>${stage.label}</h2>
    <p class="sub">${deals.length} deals · ${money(sum)} ${currency}</p>
    <ol>
      ${deals.slice(0, cardsShown).map(
        (row) =>
          html`<li>
            <a href="${recordPath(row)}">${nameOf(type, row)}</a>
            <p class="sub">
              ${money(Number(row.values['amount'] ?? 0))} ${row.values['deal_currency_code'] ?? currency}
            </p>
            <p class="sub">Close date: ${row.values['closedate']?.slice(0, 10) ?? '–'}</p>
          </li>`,
      )}
    </ol>
    ${more > 0 ? html`<p class="sub">and ${more} more</p>` : ''}
  </section>`;
}
