import { z } from '@hono/zod-openapi';
import type { ConnectionView } from '#connections/connections.ts';
import type { Connector } from '#kit/connector.ts';
import type { Id } from '#std/id.ts';
import { AppError } from '#std/errors.ts';
import { crmView } from '../record-view.ts';
import type { Crm } from '../contract-records.ts';
import type { ApiParts } from '../rooms.ts';
import { table } from '../route.ts';
import type { Route, Table } from '../route.ts';
import {
  crm,
  newCrm,
  newProperty,
  owner,
  pipeline,
  pipelineInput,
  property,
  propertyChange,
} from '../schemas/crms.ts';

type Parts = Pick<ApiParts, 'records' | 'connections' | 'connectors'>;

/** CRMs of a workspace, and what they are made of: properties, pipelines, owners. */
export function crmRoutes(parts: Parts): Route[] {
  const made = table('crms');
  const { routes, inWorkspace } = made;
  inWorkspace('viewer', {
    method: 'get',
    path: '/crms',
    summary: 'Connections that hold records, with their objects and how many records each has',
    answer: z.array(crm),
    handle: ({ workspaceId }) => crmsOf(parts, workspaceId),
  });
  inWorkspace('admin', {
    method: 'post',
    path: '/crms',
    summary: 'Make the built-in CRM; a workspace has at most one',
    body: newCrm,
    answer: crm,
    status: 201,
    handle: ({ workspaceId, body }) => makeCrm(parts, workspaceId, body.name),
  });
  inWorkspace('viewer', {
    method: 'get',
    path: '/crms/{connection}',
    summary: 'One CRM with its objects and counts',
    answer: crm,
    handle: ({ workspaceId, id }) => crmOf(parts, workspaceId, id('connection')),
  });
  inWorkspace('viewer', {
    method: 'get',
    path: '/crms/{connection}/owners',
    summary: 'Whose records they can be; those who left come last',
    answer: z.array(owner),
    handle: ({ workspaceId, id }) => parts.records.owners({ workspaceId, connectionId: id('connection') }),
  });
  propertyRoutes(parts, made);
  pipelineRoutes(parts, made);
  return routes;
}

const ofObject = '/crms/{connection}/objects/{object}';

function propertyRoutes({ records }: Parts, { inWorkspace }: Table): void {
  inWorkspace('viewer', {
    method: 'get',
    path: `${ofObject}/properties`,
    summary: 'Properties of an object in their order',
    answer: z.array(property),
    handle: async ({ workspaceId, id, params }) =>
      records.properties({ workspaceId, connectionId: id('connection') }, params['object']!),
  });
  inWorkspace('admin', {
    method: 'post',
    path: `${ofObject}/properties`,
    summary: 'Add a property',
    body: newProperty,
    answer: property,
    status: 201,
    handle: ({ workspaceId, id, params, body }) =>
      records.addProperty({ workspaceId, connectionId: id('connection') }, params['object']!, body),
  });
  inWorkspace('admin', {
    method: 'patch',
    path: `${ofObject}/properties/{property}`,
    summary: 'Change what a property is called, its options, or whether it is shown',
    body: propertyChange,
    answer: property,
    handle: ({ workspaceId, id, params, body }) =>
      records.changeProperty(
        ...([{ workspaceId, connectionId: id('connection') }, params['object']!] as const),
        params['property']!,
        body,
      ),
  });
  inWorkspace('admin', {
    method: 'delete',
    path: `${ofObject}/properties/{property}`,
    summary: 'Remove a property that people made; its values stay in the history',
    answer: null,
    handle: ({ workspaceId, id, params }) =>
      records.removeProperty(
        ...([{ workspaceId, connectionId: id('connection') }, params['object']!] as const),
        params['property']!,
      ),
  });
}

function pipelineRoutes({ records }: Parts, { inWorkspace }: Table): void {
  inWorkspace('viewer', {
    method: 'get',
    path: `${ofObject}/pipelines`,
    summary: 'Pipelines of an object with their stages',
    answer: z.array(pipeline),
    handle: ({ workspaceId, id, params }) =>
      records.pipelines({ workspaceId, connectionId: id('connection') }, params['object']!),
  });
  inWorkspace('admin', {
    method: 'put',
    path: `${ofObject}/pipelines/{pipeline}`,
    summary: 'Make a pipeline or change one; a stage with records in it stays',
    body: pipelineInput,
    answer: pipeline,
    handle: ({ workspaceId, id, params, body }) =>
      records.putPipeline({ workspaceId, connectionId: id('connection') }, params['object']!, {
        ...body,
        id: params['pipeline']!,
      }),
  });
  inWorkspace('admin', {
    method: 'delete',
    path: `${ofObject}/pipelines/{pipeline}`,
    summary: 'Remove a pipeline without records',
    answer: null,
    handle: ({ workspaceId, id, params }) =>
      records.removePipeline(
        ...([{ workspaceId, connectionId: id('connection') }, params['object']!] as const),
        params['pipeline']!,
      ),
  });
}

const holdsRecords = (connectors: Record<string, Connector>, key: string) =>
  connectors[key]?.objects !== undefined;

async function crmsOf(parts: Parts, workspaceId: Id): Promise<Crm[]> {
  const all = await parts.connections.list(workspaceId);
  const holding = all.filter((one) => holdsRecords(parts.connectors, one.connector));
  return Promise.all(holding.map((one) => viewOf(parts, workspaceId, one)));
}

async function crmOf(parts: Parts, workspaceId: Id, id: Id): Promise<Crm> {
  return viewOf(parts, workspaceId, await parts.connections.get(workspaceId, id));
}

async function viewOf(
  { records, connectors }: Parts,
  workspaceId: Id,
  connection: ConnectionView,
): Promise<Crm> {
  const open = await records.open({ workspaceId, connectionId: connection.id });
  const builtIn = connectors[connection.connector]?.objects?.kept === 'here';
  return crmView(connection, open, await records.counts(open), builtIn);
}

/** By the one connector that keeps its records here. */
async function makeCrm(parts: Parts, workspaceId: Id, name: string): Promise<Crm> {
  const own = Object.values(parts.connectors).find((one) => one.objects?.kept === 'here');
  if (!own) throw new AppError('not_found', 'This version has no CRM of its own.');
  const there = (await parts.connections.list(workspaceId)).find((one) => one.connector === own.key);
  if (there) {
    throw new AppError('conflict', `This workspace has its CRM already: "${there.name}". Use that one.`);
  }
  const connected = await parts.connections.create(workspaceId, {
    ...{ connector: own.key, name, environment: own.environments[0]!.key },
    ...{ authMethod: own.auth[0]!.key, credentials: {} },
  });
  if (!('connection' in connected)) throw new Error('a CRM of ours asks for consent');
  await parts.records.install({ workspaceId, connectionId: connected.connection.id });
  return crmOf(parts, workspaceId, connected.connection.id);
}
