import type { Hono } from 'hono';
import { html } from 'hono/html';
import type { Delivery } from '#kit/emulator/delivery-log.ts';
import { table, type Html } from '#kit/emulator/page.ts';
import { Refusal } from '../model/refusal.ts';
import type { HookRow } from '../model/rows.ts';
import { act, base, moment, shell, type PageParts } from './shell.ts';

/** Deliveries shown in the log. */
const deliveriesShown = 100;

const statusNames = { active: 'Ativo', suspended: 'Suspenso', inactive: 'Inativo' };

/** The registered webhooks and the log of what was posted to them. */
export function webhookPages(app: Hono, { crm, parts }: PageParts): void {
  const find = (id: string): HookRow => {
    const row = crm.hooks.get(id);
    if (!row) throw new Refusal('not_found', 'Webhook');
    return row;
  };
  app.get('/webhooks', (c) => {
    const log = parts.deliveries.list().slice(0, deliveriesShown);
    return shell(
      c,
      'Webhooks',
      html`<p>Webhooks são cadastrados pela API (<code>POST /webhooks</code>).</p>
        ${table(['Evento', 'URL', 'Situação', 'Criado em', 'Ações'], crm.hooks.all().map(hookCells), 'Nenhum webhook.')}
        <h2>Envios</h2>
        ${table(['Quando', 'Evento', 'URL', 'Tentativas', 'Corpo', 'Ações'], log.map(deliveryCells), 'Nenhum envio.')}`,
    );
  });
  app.post('/webhooks/:id/reativar', (c) =>
    act(c, '/webhooks', 'salvo', () => void crm.hooks.change(find(c.req.param('id')), { status: 'active' })),
  );
  app.post('/webhooks/:id/excluir', (c) =>
    act(c, '/webhooks', 'excluido', () => void crm.hooks.table.delete(find(c.req.param('id')).id)),
  );
  app.post('/webhooks/envios/:id/reenviar', (c) =>
    act(c, '/webhooks', 'reenviado', () => {
      if (!parts.deliveries.redeliver(c.req.param('id'))) throw new Refusal('not_found', 'Envio');
      return undefined;
    }),
  );
}

function hookCells(row: HookRow): Html[] {
  const action = `${base}/webhooks/${row.id}`;
  return [
    html`<code>${row.eventType}</code>`,
    html`<code>${row.url}</code>`,
    html`<span class="tag ${row.status === 'active' ? 'good' : 'bad'}">${statusNames[row.status]}</span>`,
    html`${moment(row.createdAt)}`,
    html`<div class="actions">
      ${
        row.status === 'active'
          ? ''
          : html`<form method="post" action="${action}/reativar">
              <button class="quiet">Reativar</button>
            </form>`
      }
      <form method="post" action="${action}/excluir">
        <button class="quiet" aria-label="Excluir o webhook ${row.eventType}">Excluir</button>
      </form>
    </div>`,
  ];
}

function deliveryCells(row: Delivery): Html[] {
  const tries = row.attempts.map(({ status, error }) => String(status ?? error ?? '–')).join(', ');
  return [
    html`${moment(row.createdAt)}`,
    html`<code>${row.event}</code>`,
    html`<code>${row.url}</code>`,
    html`<span class="tag ${tags[row.status]}">${words[row.status]}</span> ${tries}`,
    html`<details>
      <summary>Ver</summary>
      <pre>${row.body}</pre>
    </details>`,
    html`<form method="post" action="${base}/webhooks/envios/${row.id}/reenviar">
      <button class="quiet">Reenviar</button>
    </form>`,
  ];
}

const tags = { pending: 'soft', delivered: 'good', failed: 'bad', dropped: 'bad' };
const words = { pending: 'Pendente', delivered: 'Entregue', failed: 'Falhou', dropped: 'Perdido' };
