import { addFile, readDataUri } from '../model/documents.ts';
import { forbidden, unprocessable } from '../model/refusal.ts';
import type { WebhookRow } from '../model/rows.ts';
import { addTemplate } from '../model/templates.ts';
import { webhookEvents } from '../model/vocabulary.ts';
import { addWebhook, changeWebhook, removeWebhook, type WebhookInput } from '../model/webhooks.ts';
import { answer } from './answer.ts';
import { rowOf, type V3 } from './api.ts';
import { readBody, readResource, relatedId, type AttributeRules } from './attributes.ts';
import { answerList, equal } from './lists.ts';

const webhookRules: AttributeRules = {
  endpoint: { type: 'string', required: true },
  status: { type: 'string', oneOf: ['active', 'inactive'] },
  events: { type: 'list', required: true, oneOf: webhookEvents },
};
const webhookChangeRules: AttributeRules = {
  endpoint: { type: 'string' },
  status: { type: 'string', oneOf: ['active', 'inactive'] },
  events: { type: 'list', oneOf: webhookEvents },
};

/** Webhooks of the account. */
export function webhookRoutes({ app, store, show, change }: V3): void {
  const webhookOf = (accountId: string, id: string): WebhookRow =>
    rowOf(store.webhooks, id, (row) => row.accountId === accountId);

  app.post('/webhooks', async (c) => {
    const body = readBody(await c.req.arrayBuffer());
    const { attributes } = readResource(body, { type: 'webhooks', rules: webhookRules });
    const input = { status: 'active', ...attributes } as unknown as WebhookInput;
    const webhook = change(() => addWebhook(store, c.get('caller').account.id, input));
    return answer(c, { data: show.webhook(webhook) }, 201);
  });
  app.get('/webhooks', (c) =>
    answerList(c, store.webhooksOf.all(c.get('caller').account.id), {
      show: show.webhook,
      filters: { status: equal((row) => row.status), endpoint: equal((row) => row.endpoint) },
    }),
  );
  app.get('/webhooks/:id', (c) =>
    answer(c, { data: show.webhook(webhookOf(c.get('caller').account.id, c.req.param('id'))) }),
  );
  app.patch('/webhooks/:id', async (c) => {
    const webhook = webhookOf(c.get('caller').account.id, c.req.param('id'));
    const body = readBody(await c.req.arrayBuffer());
    const { attributes } = readResource(body, {
      type: 'webhooks',
      rules: webhookChangeRules,
      id: webhook.id,
    });
    const changed = change(() => changeWebhook(store, webhook, attributes as Partial<WebhookInput>));
    return answer(c, { data: show.webhook(changed) });
  });
  app.delete('/webhooks/:id', (c) => {
    const webhook = webhookOf(c.get('caller').account.id, c.req.param('id'));
    change(() => removeWebhook(store, webhook));
    return c.body(null, 204);
  });
}

const templateRules: AttributeRules = {
  name: { type: 'string', required: true },
  content_base64: { type: 'string', required: true },
  color: { type: 'string' },
};
const folderRules: AttributeRules = { name: { type: 'string', required: true } };
const userRules: AttributeRules = {
  name: { type: 'string', required: true },
  email: { type: 'string', required: true },
  phone_number: { type: 'string', nullable: true },
};

/** Templates: list, make, read, delete. */
export function templateRoutes({ app, store, show, change }: V3): void {
  app.get('/templates', (c) => {
    const mine = store.templates.all().filter((row) => row.accountId === c.get('caller').account.id);
    return answerList(c, mine, { show: show.template, filters: { name: equal((row) => row.name) } });
  });
  app.post('/templates', async (c) => {
    const body = readBody(await c.req.arrayBuffer());
    const { attributes } = readResource(body, { type: 'templates', rules: templateRules });
    const file = readDataUri(attributes['content_base64'] as string);
    if (!file) throw unprocessable('content_base64', 'não está em um formato válido');
    const color = (attributes['color'] as string | undefined) ?? '#577b8d';
    if (!/^#[0-9a-f]{6}$/i.test(color)) throw unprocessable('color', 'não está incluído na lista');
    const template = change(() =>
      addTemplate(store, c.get('caller').account.id, {
        name: attributes['name'] as string,
        color,
        fileId: addFile(store, file.mime, file.bytes).id,
      }),
    );
    return answer(c, { data: show.template(template) }, 201);
  });
  const templateOf = (accountId: string, id: string) =>
    rowOf(store.templates, id, (row) => row.accountId === accountId);
  app.get('/templates/:id', (c) =>
    answer(c, { data: show.template(templateOf(c.get('caller').account.id, c.req.param('id'))) }),
  );
  app.delete('/templates/:id', (c) => {
    const template = templateOf(c.get('caller').account.id, c.req.param('id'));
    change(() => store.templates.delete(template.id));
    return c.body(null, 204);
  });
}

/** Folders and users: list, make, read. */
export function directoryRoutes({ app, store, show, change }: V3): void {
  app.get('/folders', (c) => {
    const mine = store.folders.all().filter((row) => row.accountId === c.get('caller').account.id);
    const filters = { in_root: equal<(typeof mine)[number]>((row) => String(row.inRoot)) };
    return answerList(c, mine, { show: show.folder, filters });
  });
  app.post('/folders', async (c) => {
    const body = readBody(await c.req.arrayBuffer());
    const { attributes, relationships } = readResource(body, { type: 'folders', rules: folderRules });
    const accountId = c.get('caller').account.id;
    const parent =
      relationships['folder'] === undefined
        ? null
        : rowOf(
            store.folders,
            relatedId(relationships, 'folder', 'folders'),
            (row) => row.accountId === accountId,
          );
    const now = store.now();
    const folder = change(() =>
      store.folders.put({
        id: store.parts.newId(),
        accountId,
        name: attributes['name'] as string,
        path: parent ? `${parent.path}/${parent.name}` : '',
        inRoot: parent === null,
        createdAt: now,
        modifiedAt: now,
      }),
    );
    return answer(c, { data: show.folder(folder) }, 201);
  });
  app.get('/folders/:id', (c) => {
    const accountId = c.get('caller').account.id;
    return answer(c, {
      data: show.folder(rowOf(store.folders, c.req.param('id'), (row) => row.accountId === accountId)),
    });
  });
  userRoutes({ app, store, show, change });
}

function userRoutes({ app, store, show, change }: Pick<V3, 'app' | 'store' | 'show' | 'change'>): void {
  app.get('/users', (c) => {
    const mine = store.users.all().filter((row) => row.accountId === c.get('caller').account.id);
    return answerList(c, mine, { show: show.user, filters: { email: equal((row) => row.email) } });
  });
  app.get('/users/:id', (c) => {
    const accountId = c.get('caller').account.id;
    return answer(c, {
      data: show.user(rowOf(store.users, c.req.param('id'), (row) => row.accountId === accountId)),
    });
  });
  app.post('/users', async (c) => {
    const { attributes } = readResource(readBody(await c.req.arrayBuffer()), {
      type: 'users',
      rules: userRules,
    });
    const { account, user } = c.get('caller');
    const email = attributes['email'] as string;
    if (email.split('@')[1] !== user.email.split('@')[1]) {
      throw forbidden('O domínio do usuário a ser criado precisa ser o mesmo da conta solicitante.');
    }
    if (store.users.find((other) => other.email === email)) {
      throw unprocessable('email', 'O e-mail informado já está em uso. Tente outro');
    }
    const now = store.now();
    const created = change(() =>
      store.users.put({
        id: store.parts.newId(),
        accountId: account.id,
        name: attributes['name'] as string,
        email,
        phoneNumber: (attributes['phone_number'] as string | null | undefined) ?? null,
        createdAt: now,
        modifiedAt: now,
      }),
    );
    return answer(c, { data: show.user(created) }, 201);
  });
}
