import { html } from 'hono/html';
import { check, choice, field, table } from '#kit/emulator/page.ts';
import { addToken } from '../model/accounts.ts';
import { spoken } from '../model/moment.ts';
import type { UserRow, WebhookRow } from '../model/rows.ts';
import { webhookEvents } from '../model/vocabulary.ts';
import { addWebhook, changeWebhook, removeWebhook } from '../model/webhooks.ts';
import { deliveryPages, deliveryTable } from './deliveries.ts';
import { attempt, button, formTexts, go, missing, root, show, userOf, type Pages } from './layout.ts';

const home = '/configuracoes/api';

/** Configurações → API: access tokens and webhooks. */
export function settingsPages(pages: Pages): void {
  const { app, store, change } = pages;
  const page = (user: UserRow) => html`${tokenPart(pages, user)} ${webhookPart(pages, user)}`;

  app.get(home, (c) => {
    const user = userOf(store, c);
    if (!user) return go(c, '/conta');
    return show(c, { title: 'Configurações → API', current: home, body: page(user) });
  });
  app.post(`${home}/acessos`, async (c) => {
    const user = userOf(store, c);
    if (!user) return go(c, '/conta');
    const { descricao = '' } = await formTexts(c);
    if (descricao === '') return go(c, home, { erro: 'Informe uma descrição para o acesso' });
    const token = change(() => addToken(store, user, descricao));
    return show(c, {
      title: 'Acesso gerado',
      current: home,
      notice: { kind: 'good', text: 'Copie o Access Token agora: ele não será mostrado de novo.' },
      body: html`<div class="card">
        <p>Descrição: ${descricao}</p>
        <p>Access Token: <code class="secret" id="access-token">${token}</code></p>
        <p><a class="button" href="${root}${home}">Pronto</a></p>
      </div>`,
    });
  });
  app.post(`${home}/acessos/:id/excluir`, (c) => {
    const user = userOf(store, c);
    const token = store.tokens.get(c.req.param('id'));
    if (!user || token?.accountId !== user.accountId) return missing(c, 'Acesso');
    change(() => store.tokens.delete(token.id));
    return go(c, home, { ok: 'Acesso excluído' });
  });
  webhookPages(pages);
  deliveryPages(pages);
}

function tokenPart({ store }: Pages, user: UserRow) {
  const tokens = store.tokens.all().filter((token) => token.accountId === user.accountId);
  return html`<h2>Access Tokens</h2>
    ${table(
      ['Descrição', 'Token', 'Criado em', ''],
      tokens.map((token) => [
        html`${token.description}`,
        html`<code>••••${token.token.slice(-4)}</code>`,
        html`${spoken(token.createdAt)}`,
        button(`${home}/acessos/${token.id}/excluir`, 'Excluir'),
      ]),
      'Nenhum acesso gerado.',
    )}
    <form class="card" method="post" action="${root}${home}/acessos">
      ${field({ name: 'descricao', label: 'Descrição', required: true, autocomplete: 'off' })}
      <button>Gerar acesso</button>
    </form>`;
}

function webhookPart({ store }: Pages, user: UserRow) {
  return html`<h2>Webhooks</h2>
    ${table(
      ['URL', 'Status', 'Eventos'],
      store.webhooksOf
        .all(user.accountId)
        .map((webhook) => [
          html`<a href="${root}${home}/webhooks/${webhook.id}">${webhook.endpoint}</a>`,
          html`${webhook.status === 'active' ? 'Ativo' : 'Inativo'}`,
          html`${webhook.events.join(', ')}`,
        ]),
      'Nenhum webhook configurado.',
    )}
    <h2>Adicionar Webhook</h2>
    ${webhookForm(`${home}/webhooks`, 'Adicionar Webhook', null)}`;
}

function webhookForm(path: string, submit: string, webhook: WebhookRow | null) {
  return html`<form class="card" method="post" action="${root}${path}">
    ${field({ name: 'url', label: 'URL', type: 'url', required: true, value: webhook?.endpoint ?? '' })}
    ${choice(
      'status',
      'Status',
      [
        ['active', 'Ativo'],
        ['inactive', 'Inativo'],
      ],
      webhook?.status,
    )}
    <fieldset>
      <legend>Eventos</legend>
      <div class="checks">
        ${webhookEvents.map((event) =>
          check('eventos', event, { value: event, checked: webhook?.events.includes(event) ?? false }),
        )}
      </div>
    </fieldset>
    <button>${submit}</button>
  </form>`;
}

function webhookPages({ app, store, change }: Pages): void {
  const path = (webhook: WebhookRow) => `${home}/webhooks/${webhook.id}`;
  app.post(`${home}/webhooks`, async (c) => {
    const user = userOf(store, c);
    if (!user) return go(c, '/conta');
    const form = await c.req.parseBody({ all: true });
    const input = webhookInput(form);
    if (input.events.length === 0) return go(c, home, { erro: 'Escolha pelo menos um evento' });
    return attempt(c, home, () =>
      go(c, path(change(() => addWebhook(store, user.accountId, input))), { ok: 'Webhook adicionado' }),
    );
  });
  app.get(`${home}/webhooks/:id`, (c) => {
    const webhook = store.webhooks.get(c.req.param('id'));
    if (!webhook) return missing(c, 'Webhook');
    return show(c, {
      title: 'Webhook',
      current: home,
      body: html`<div class="card">
          <p>HMAC SHA256 Secret: <code class="secret" id="hmac-secret">${webhook.secret}</code></p>
        </div>
        ${webhookForm(path(webhook), 'Salvar', webhook)}
        <div class="actions">${button(`${path(webhook)}/excluir`, 'Excluir webhook', 'danger')}</div>
        <h2>Disparos</h2>
        ${deliveryTable(store, webhook)}`,
    });
  });
  app.post(`${home}/webhooks/:id`, async (c) => {
    const webhook = store.webhooks.get(c.req.param('id'));
    if (!webhook) return missing(c, 'Webhook');
    const input = webhookInput(await c.req.parseBody({ all: true }));
    return attempt(c, path(webhook), () => {
      change(() => changeWebhook(store, webhook, input));
      return go(c, path(webhook), { ok: 'Webhook salvo' });
    });
  });
  app.post(`${home}/webhooks/:id/excluir`, (c) => {
    const webhook = store.webhooks.get(c.req.param('id'));
    if (!webhook) return missing(c, 'Webhook');
    change(() => removeWebhook(store, webhook));
    return go(c, home, { ok: 'Webhook excluído' });
  });
}

function webhookInput(form: Record<string, unknown>) {
  const events = [form['eventos'] ?? []].flat().filter((event) => typeof event === 'string');
  const status = form['status'] === 'inactive' ? ('inactive' as const) : ('active' as const);
  return { endpoint: typeof form['url'] === 'string' ? form['url'].trim() : '', status, events };
}
