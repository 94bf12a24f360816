import { html } from 'hono/html';
import type { Delivery } from '#kit/emulator/delivery-log.ts';
import { table } from '#kit/emulator/page.ts';
import { spoken } from '../model/moment.ts';
import type { WebhookRow } from '../model/rows.ts';
import type { Store } from '../model/store.ts';
import { button, go, missing, root, show, type Pages } from './layout.ts';

const home = '/configuracoes/api';
/** Most deliveries in the table of a webhook. */
const most = 50;

const words: Record<Delivery['status'], readonly [string, string]> = {
  pending: ['Pendente', 'soft'],
  delivered: ['Entregue', 'good'],
  failed: ['Falhou', 'bad'],
  dropped: ['Perdido', 'bad'],
};

/** The log of a webhook's deliveries. */
export function deliveryTable(store: Store, webhook: WebhookRow) {
  return table(
    ['Evento', 'Quando', 'Situação', 'Tentativas', ''],
    store.parts.deliveries
      .list(webhook.id)
      .slice(0, most)
      .map((delivery) => [
        html`<a href="${root}${home}/disparos/${delivery.id}">${delivery.event}</a>`,
        html`${spoken(delivery.createdAt)}`,
        tag(delivery),
        html`${delivery.attempts.map((attempt) => attempt.status ?? 'sem resposta').join(', ')}`,
        button(`${home}/disparos/${delivery.id}/reenviar`, 'Reenviar'),
      ]),
    'Nenhum disparo ainda.',
  );
}

function tag(delivery: Delivery) {
  const [text, kind] = words[delivery.status];
  return html`<span class="tag ${kind}">${text}</span>`;
}

/** One delivery with its body and tries, and sending it again. */
export function deliveryPages({ app, store }: Pages): void {
  app.get(`${home}/disparos/:id`, (c) => {
    const delivery = store.parts.deliveries.get(c.req.param('id'));
    if (!delivery) return missing(c, 'Disparo');
    return show(c, {
      title: `Disparo ${delivery.event}`,
      current: home,
      body: html`<dl>
          <dt>URL</dt>
          <dd>${delivery.url}</dd>
          <dt>Situação</dt>
          <dd>${tag(delivery)}</dd>
          <dt>Próxima tentativa</dt>
          <dd>${delivery.nextAt === null ? '—' : spoken(delivery.nextAt)}</dd>
        </dl>
        <div class="actions">${button(`${home}/disparos/${delivery.id}/reenviar`, 'Reenviar', '')}</div>
        ${table(
          ['Quando', 'Resposta', 'Duração'],
          delivery.attempts.map((attempt) => [
            html`${spoken(attempt.at)}`,
            html`${attempt.status ?? attempt.error} <code>${attempt.answer}</code>`,
            html`${attempt.ms} ms`,
          ]),
          'Nenhuma tentativa ainda.',
        )}
        <h2>Cabeçalhos</h2>
        <pre tabindex="0">
${Object.entries(delivery.headers).map(([name, value]) => `${name}: ${value}\n`)}</pre>
        <h2>Corpo</h2>
        <pre tabindex="0">${delivery.body}</pre>`,
    });
  });
  app.post(`${home}/disparos/:id/reenviar`, (c) => {
    const delivery = store.parts.deliveries.get(c.req.param('id'));
    if (!delivery) return missing(c, 'Disparo');
    store.parts.deliveries.redeliver(delivery.id);
    return go(c, `${home}/disparos/${delivery.id}`, { ok: 'Disparo reenviado' });
  });
}
