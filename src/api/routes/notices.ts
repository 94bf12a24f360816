import { z } from '@hono/zod-openapi';
import type { Rule } from '#notices/kinds.ts';
import type { Delivery, RuleInput, Source } from '#notices/notices.ts';
import { readId, showId, type Id } from '#std/id.ts';
import type { NoticeDelivery, NoticeRule, NoticeSource } from '../contract.ts';
import { requireOwned } from '../guard.ts';
import type { ApiParts } from '../rooms.ts';
import { table } from '../route.ts';
import type { Route } from '../route.ts';
import { page, pageQuery } from '../schemas/common.ts';
import { delivery, ruleAnswer, ruleInput, rules, source, sourceLimit } from '../schemas/notices.ts';

type Parts = Pick<ApiParts, 'notices' | 'history'>;

/** Who is told what: rules, their tests, and what became of messages. Addresses go in and never come out. */
export function noticeRoutes(parts: Parts): Route[] {
  const { notices, history } = parts;
  const made = table('notices');
  const { routes, inWorkspace } = made;
  inWorkspace('viewer', {
    method: 'get',
    path: '/notices',
    summary: 'Who is told what, and whether mails can be sent',
    answer: rules,
    handle: async ({ workspaceId }) => {
      const found = await notices.list(workspaceId);
      const names = await namesIn(parts, workspaceId);
      return { rules: found.map((one) => ruleView(one, names)), mail: notices.hasMail };
    },
  });
  inWorkspace('admin', {
    method: 'post',
    path: '/notices',
    summary: 'Make a rule; for a webhook the only answer that holds its signing secret',
    body: ruleInput,
    answer: ruleAnswer,
    status: 201,
    handle: async ({ workspaceId, body, by }) => {
      const input = await inputOf(history, workspaceId, body);
      const saved = await notices.create(workspaceId, input, by);
      const names = await namesIn(parts, workspaceId);
      return { rule: ruleView(saved.rule, names), signingSecret: saved.signingSecret };
    },
  });
  inWorkspace('admin', {
    method: 'put',
    path: '/notices/{rule}',
    summary: 'Change a rule; without an address it keeps the one it has',
    body: ruleInput,
    answer: ruleAnswer,
    handle: async ({ workspaceId, id, body }) => {
      const saved = await notices.change(workspaceId, id('rule'), await inputOf(history, workspaceId, body));
      const names = await namesIn(parts, workspaceId);
      return { rule: ruleView(saved.rule, names), signingSecret: saved.signingSecret };
    },
  });
  inWorkspace('admin', {
    method: 'delete',
    path: '/notices/{rule}',
    summary: 'Remove a rule; what it has not sent yet is not sent',
    answer: null,
    handle: ({ workspaceId, id }) => notices.remove(workspaceId, id('rule')),
  });
  outcomeRoutes(parts, made);
  return routes;
}

function outcomeRoutes(parts: Parts, { inWorkspace }: ReturnType<typeof table>): void {
  const { notices } = parts;
  inWorkspace('admin', {
    method: 'post',
    path: '/notices/{rule}/test',
    summary: 'Send a test to every destination of a rule, and say what came of it',
    body: z.object({}),
    answer: z.array(delivery),
    handle: async ({ workspaceId, id }) => (await notices.test(workspaceId, id('rule'))).map(deliveryView),
  });
  inWorkspace('viewer', {
    method: 'get',
    path: '/notices/deliveries',
    summary: 'Messages, newest first, with what became of each',
    query: z.object(pageQuery),
    answer: page(delivery),
    handle: async ({ workspaceId, query }) => {
      const before = query.cursor === undefined ? null : readId('delivery', query.cursor);
      const found = await notices.deliveries(workspaceId, { before, limit: query.limit + 1 });
      const items = found.slice(0, query.limit).map(deliveryView);
      return { items, cursor: found.length > query.limit ? items.at(-1)!.id : null };
    },
  });
  inWorkspace('viewer', {
    method: 'get',
    path: '/notices/sources',
    summary: 'Connections that workflows listen to, and how long each may be silent',
    answer: z.array(source),
    handle: async ({ workspaceId }) => (await notices.sources(workspaceId)).map(sourceView),
  });
  inWorkspace('admin', {
    method: 'put',
    path: '/notices/sources/{connection}',
    summary: 'Set for how many hours a source may be silent; null: its own rhythm tells',
    body: sourceLimit,
    answer: null,
    handle: ({ workspaceId, id, body }) => notices.setSourceLimit(workspaceId, id('connection'), body.hours),
  });
}

async function inputOf(
  history: ApiParts['history'],
  workspaceId: Id,
  { workflows, ...body }: z.infer<typeof ruleInput>,
): Promise<RuleInput> {
  const kinds = [...new Set(body.kinds)];
  const emails = [...new Set(body.emails)];
  const workflowIds =
    workflows === null ? null : await requireOwned(history, workspaceId, 'workflow', workflows);
  return { ...body, kinds, emails, workflowIds };
}

/** Names of the workflows of a workspace, by bare id. */
async function namesIn({ history }: Parts, workspaceId: Id): Promise<Map<Id, string>> {
  const workflows = await history.workflows(workspaceId);
  return new Map(workflows.map(({ id, name }) => [readId('workflow', id)!, name]));
}

function ruleView(one: Rule, names: Map<Id, string>): NoticeRule {
  const { id, enabled, kinds, channel, emails, hint, digestHour, digestAt, locale, createdAt, createdBy } =
    one;
  const view: NoticeRule = {
    ...{ enabled, kinds, channel, emails, hint, digestHour, locale, createdBy },
    id: showId('rule', id),
    workflows:
      one.workflowIds?.map((workflow) => ({
        id: showId('workflow', workflow),
        name: names.get(workflow) ?? '',
      })) ?? null,
    digestAt: digestAt && digestAt.toISOString(),
    createdAt: createdAt.toISOString(),
  };
  return view;
}

function deliveryView(one: Delivery): NoticeDelivery {
  return {
    id: showId('delivery', one.id),
    rule: showId('rule', one.ruleId),
    ...{ kind: one.kind, channel: one.channel, target: one.target, status: one.status },
    ...{ tries: one.tries, error: one.error },
    notices: one.items.map(({ kind, phase, code, count, workflow, connection }) => ({
      ...{ kind, phase, code, count },
      workflow: workflow && { ...workflow, id: showId('workflow', workflow.id) },
      connection: connection && { ...connection, id: showId('connection', connection.id) },
    })),
    createdAt: one.createdAt.toISOString(),
    nextAt: one.nextAt && one.nextAt.toISOString(),
    endedAt: one.endedAt && one.endedAt.toISOString(),
  };
}

function sourceView({
  connectionId,
  name,
  connector,
  limitHours,
  usualMs,
  lastEventAt,
}: Source): NoticeSource {
  return {
    connection: { id: showId('connection', connectionId), name, connector },
    limitHours,
    usualHours: usualMs === null ? null : Math.round(usualMs / 360_000) / 10,
    lastEventAt: lastEventAt && lastEventAt.toISOString(),
  };
}
