import { z } from 'zod';
import type { ConnectionContext } from '#kit/connector.ts';
import { orNull } from '../errors.ts';
import type { CrmPort, NewTask } from '../port.ts';
import type { ListCalls, ActivityCalls, WebhookCalls } from '../port-parts.ts';
import { newestFirst, readAs } from '../wire.ts';
import type { V1Client } from './client.ts';
import { createV1Client } from './client.ts';
import { v1Deals } from './deals.ts';
import { allPages } from './pages.ts';
import { v1People } from './people.ts';
import * as wire from './wire.ts';

/** RD Station CRM over API v1 (fixed token). */
export function v1Port(context: ConnectionContext): CrmPort {
  const client = createV1Client(context);
  return {
    linkSide: 'contact',
    ...v1Deals(client),
    ...v1People(client),
    ...v1Lists(client),
    ...v1Activities(client),
    ...v1Webhooks(client),
  };
}

function v1Lists(client: V1Client): ListCalls {
  const list = async <Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    query = {},
  ): Promise<z.output<Schema>[]> =>
    (await allPages(client, path, path.slice(1), query)).map((row) => readAs(schema, row, `GET ${path}`));
  return {
    async account() {
      const checked = readAs(wire.tokenCheck, await client.get('/token/check'), 'GET /token/check');
      const { name, email, organization } = checked;
      return {
        account: organization || email || name || '',
        details: { ...(name ? { user: name } : {}), ...(email ? { email } : {}) },
      };
    },
    pipelines: () => list('/deal_pipelines', wire.named),
    // By id, and not `GET /deal_stages`: that one answers an unknown pipeline with the stages of the default one.
    pipeline: (id) =>
      orNull(
        client
          .get(`/deal_pipelines/${id}`)
          .then((body) => readAs(wire.pipeline, body, 'GET /deal_pipelines/:id')),
      ),
    users: () => list('/users', wire.user),
    sources: () => list('/deal_sources', wire.named),
    campaigns: () => list('/campaigns', wire.named),
    lostReasons: () => list('/deal_lost_reasons', wire.named),
    products: () => list('/products', wire.named),
    async customFields(of) {
      return readAs(
        z.array(wire.customField),
        await client.get('/custom_fields', { for: of }),
        'GET /custom_fields',
      );
    },
  };
}

function v1Activities(client: V1Client): ActivityCalls {
  return {
    async notesOf(dealId) {
      const rows = await allPages(client, '/activities', 'activities', { deal_id: dealId });
      return newestFirst(
        rows.map((row) => readAs(wire.note, row, 'GET /activities')),
        (note) => note.createdAt,
      );
    },
    async createNote({ dealId, text, userId }) {
      const activity = { deal_id: dealId, text, ...(userId ? { user_id: userId } : {}) };
      return readAs(wire.note, await client.post('/activities', { activity }), 'POST /activities');
    },
    async tasksOf(dealId) {
      const rows = await allPages(client, '/tasks', 'tasks', { deal_id: dealId });
      return newestFirst(
        rows.map((row) => readAs(wire.task, row, 'GET /tasks')),
        (task) => task.createdAt,
      );
    },
    createTask: async (task) =>
      readAs(wire.task, await client.post('/tasks', { task: taskBody(task) }), 'POST /tasks'),
  };
}

function taskBody(task: NewTask) {
  return {
    deal_id: task.dealId,
    subject: task.subject,
    type: task.type,
    date: task.day,
    hour: task.hour,
    ...(task.userIds.length > 0 ? { user_ids: task.userIds } : {}),
    ...(task.notes ? { notes: task.notes } : {}),
  };
}

function v1Webhooks(client: V1Client): WebhookCalls {
  return {
    async webhooks() {
      const body = await client.get('/webhooks');
      return readAs(z.object({ webhooks: z.array(wire.webhook) }), body, 'GET /webhooks').webhooks;
    },
    async createWebhook({ event, url }) {
      const body = await client.post('/webhooks', { event_type: event, url, http_method: 'POST' });
      return readAs(wire.webhook, body, 'POST /webhooks');
    },
    async deleteWebhook(id) {
      await orNull(client.delete(`/webhooks/${id}`));
    },
  };
}
