import type { JsonObject } from '#std/json.ts';
import { addFile, readDataUri } from '../model/documents.ts';
import { brasilia } from '../model/moment.ts';
import type { TemplateRow, WebhookRow } from '../model/rows.ts';
import { removeSigner } from '../model/signers.ts';
import { addTemplate } from '../model/templates.ts';
import { webhookEvents } from '../model/vocabulary.ts';
import { addWebhook, changeWebhook, removeWebhook, type WebhookInput } from '../model/webhooks.ts';
import { signerOf, type V1 } from './api.ts';
import { NotFound, read, readBody, sentence } from './answer.ts';

/** What API v2 adds: webhooks (flat JSON), templates, and the removal of signers. */
export function versionTwoRoutes(v2: V1): void {
  const { app, store, change } = v2;
  const mine = (accountId: string, key: string): WebhookRow => {
    const row = store.webhooks.get(key);
    if (row?.accountId !== accountId) throw new NotFound('Webhook não encontrado');
    return row;
  };
  app.get('/webhooks', (c) =>
    c.json({ webhooks: store.webhooksOf.all(c.get('caller').account.id).map(showWebhook) }),
  );
  app.post('/webhooks', async (c) => {
    const input = webhookInput(await readBody(c));
    if (input.endpoint === undefined) throw sentence('endpoint deve ser informado(a)');
    if (input.events === undefined) throw sentence('events deve ser informado(a)');
    const whole = { status: 'active' as const, ...input, endpoint: input.endpoint, events: input.events };
    const webhook = change(() => addWebhook(store, c.get('caller').account.id, whole));
    return c.json(showWebhook(webhook), 201);
  });
  app.get('/webhooks/:key', (c) => c.json(showWebhook(mine(c.get('caller').account.id, c.req.param('key')))));
  app.patch('/webhooks/:key', async (c) => {
    const webhook = mine(c.get('caller').account.id, c.req.param('key'));
    const input = webhookInput(await readBody(c));
    return c.json(showWebhook(change(() => changeWebhook(store, webhook, input))));
  });
  app.delete('/webhooks/:key', (c) => {
    const webhook = mine(c.get('caller').account.id, c.req.param('key'));
    change(() => removeWebhook(store, webhook));
    return c.body(null, 204);
  });
  app.delete('/signers/:key', (c) => {
    const signer = signerOf(store, c.get('caller').account.id, c.req.param('key'));
    change(() => removeSigner(store, signer));
    return c.body(null, 204);
  });
  templateRoutes(v2);
}

function webhookInput(body: JsonObject): Partial<WebhookInput> {
  const events = read.list(body, 'events');
  if (!events.every((event) => webhookEvents.some((known) => known === event))) {
    throw sentence(`events deve estar em: ${webhookEvents.join(', ')}`);
  }
  const status = read.text(body, 'status');
  if (status !== null && status !== 'active' && status !== 'inactive') {
    throw sentence('status deve estar em: active, inactive');
  }
  const endpoint = read.text(body, 'endpoint');
  return {
    ...(endpoint !== null && { endpoint }),
    ...(status !== null && { status }),
    ...(events.length > 0 && { events }),
  };
}

function showWebhook(row: WebhookRow): JsonObject {
  return {
    key: row.id,
    endpoint: row.endpoint,
    status: row.status,
    events: row.events,
    secret: row.secret,
    created_at: brasilia(row.createdAt),
    updated_at: brasilia(row.modifiedAt),
  };
}

function templateRoutes({ app, store, change }: V1): void {
  const show = (row: TemplateRow) => ({
    key: row.id,
    name: row.name,
    color: row.color,
    created_at: brasilia(row.createdAt),
    updated_at: brasilia(row.modifiedAt),
  });
  app.get('/templates', (c) => {
    const mine = store.templates.all().filter((row) => row.accountId === c.get('caller').account.id);
    return c.json({ templates: mine.map(show) });
  });
  app.post('/templates', async (c) => {
    const body = await readBody(c, 'template');
    const file = readDataUri(read.text(body, 'content_base64') ?? '');
    const name = read.text(body, 'name');
    if (!file || name === null) throw sentence('Modelo deve ter nome e conteúdo');
    const color = read.text(body, 'color') ?? '#577b8d';
    const template = change(() => {
      const { id } = addFile(store, file.mime, file.bytes);
      return addTemplate(store, c.get('caller').account.id, { name, color, fileId: id });
    });
    return c.json({ template: show(template) }, 201);
  });
}
