import type { z } from 'zod';
import type { ConnectionContext } from '#kit/connector.ts';
import { orNull } from '../errors.ts';
import type { CrmPort } from '../port.ts';
import type { ListCalls, ActivityCalls, WebhookCalls } from '../port-parts.ts';
import { newestFirst, readAs } from '../wire.ts';
import { taskBody } from './bodies.ts';
import type { V2Client } from './client.ts';
import { createV2Client } from './client.ts';
import { v2Deals } from './deals.ts';
import { v2People } from './people.ts';
import * as wire from './wire.ts';

/** RD Station CRM over API v2 (OAuth2). */
export function v2Port(context: ConnectionContext): CrmPort {
  const client = createV2Client(context);
  return {
    linkSide: 'deal',
    ...v2Deals(client),
    ...v2People(client),
    ...v2Lists(client),
    ...v2Activities(client),
    ...v2Webhooks(client),
  };
}

function v2Lists(client: V2Client): ListCalls {
  const list = async <Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    query = {},
  ): Promise<z.output<Schema>[]> =>
    (await client.list(path, query)).map((row) => readAs(schema, row, `GET ${path}`));
  return {
    async account() {
      // v2 has no call that says whose account it is; a read proves the token.
      await client.list('/pipelines');
      return { account: 'RD Station CRM', details: {} };
    },
    pipelines: () => list('/pipelines', wire.named),
    async pipeline(id) {
      const pipeline = await orNull(client.get(`/pipelines/${id}`));
      if (pipeline === null) return null;
      const stages = await list(`/pipelines/${id}/stages`, wire.stage);
      return {
        ...readAs(wire.named, pipeline, 'GET /pipelines/:id'),
        stages: stages.sort((left, right) => left.order - right.order),
      };
    },
    users: () => list('/users', wire.user),
    sources: () => list('/sources', wire.named),
    campaigns: () => list('/campaigns', wire.named),
    lostReasons: () => list('/lost_reasons', wire.named),
    products: () => list('/products', wire.named),
    customFields: (of) => list('/custom_fields', wire.customField, { filter: `entity:${of}` }),
  };
}

function v2Activities(client: V2Client): ActivityCalls {
  return {
    async notesOf(dealId) {
      const rows = await client.list(`/deals/${dealId}/notes`, { 'sort[registered_at]': 'desc' });
      return newestFirst(
        rows.map((row) => readAs(wire.note, row, 'GET /deals/:id/notes')),
        (note) => note.createdAt,
      );
    },
    async createNote({ dealId, text, userId }) {
      const data = { description: text, ...(userId ? { user_id: userId } : {}) };
      return readAs(wire.note, await client.post(`/deals/${dealId}/notes`, data), 'POST /deals/:id/notes');
    },
    async tasksOf(dealId) {
      const rows = await client.list('/tasks', { filter: `deal_id:${dealId}` });
      return newestFirst(
        rows.map((row) => readAs(wire.task, row, 'GET /tasks')),
        (task) => task.createdAt,
      );
    },
    createTask: async (task) => readAs(wire.task, await client.post('/tasks', taskBody(task)), 'POST /tasks'),
  };
}

function v2Webhooks(client: V2Client): WebhookCalls {
  return {
    webhooks: async () =>
      (await client.list('/webhooks')).map((row) => readAs(wire.webhook, row, 'GET /webhooks')),
    async createWebhook({ event, url }) {
      const data = {
        name: `Countersign ${event}`,
        event_name: event,
        http_method: 'POST',
        url,
        status: 'active',
      };
      return readAs(wire.webhook, await client.post('/webhooks', data), 'POST /webhooks');
    },
    async deleteWebhook(id) {
      await orNull(client.delete(`/webhooks/${id}`));
    },
  };
}
