import type { Hub } from '../app.ts';
import type { ConnectionView, NewConnection } from '../connections/connections.ts';
import type { Definition } from '../domain/workflow.ts';
import type { Id } from '../std/id.ts';
import { messageOf } from '../std/errors.ts';
import { seedCrm } from './crm/seed.ts';
import { DEMO_CLICKSIGN_TOKEN } from '../connectors/clicksign/emulator/demo.ts';
import {
  DEMO_RDSTATION_DEAL_FIELDS,
  DEMO_RDSTATION_PIPELINES,
  DEMO_RDSTATION_STAGES,
  DEMO_RDSTATION_TOKEN,
} from '../connectors/rdstation/emulator/demo.ts';

/** A fixed id, so that every start finds the same demo workspace. */
export const demoWorkspaceId: Id = '0193a000-0000-7000-8000-00000000de30';

/**
 * Fills the demo workspace: Clicksign and RD Station CRM connected to their emulators, and the journey's workflow
 * published. What is already there stays as people left it.
 */
export async function seedDemo(hub: Hub): Promise<void> {
  const there = await hub.connections.list(demoWorkspaceId);
  const has = (connector: string) => there.some((one) => one.connector === connector);
  if (has('clicksign')) await registerAgain(hub, there);
  else await makeJourney(hub);
  if (!has('crm')) await makeCrm(hub);
}

/** The accounts on both sides, and the workflow between them. */
async function makeJourney({ connections, catalog }: Hub): Promise<void> {
  const clicksign = await connect(connections, {
    connector: 'clicksign',
    name: 'Clicksign ACME',
    environment: 'emulator',
    authMethod: 'token',
    credentials: { access_token: DEMO_CLICKSIGN_TOKEN },
  });
  const rdstation = await connect(connections, {
    connector: 'rdstation',
    name: 'RD ACME',
    environment: 'emulator',
    authMethod: 'token',
    credentials: { token: DEMO_RDSTATION_TOKEN },
  });
  const workflow = await catalog.create(demoWorkspaceId, {
    name: 'Contract signed → deal',
    definition: contractSigned(clicksign.id, rdstation.id),
  });
  await catalog.publish(demoWorkspaceId, workflow.id, { revision: workflow.draftRevision, by: null });
}

/** The built-in CRM with a small company in it; demo workspaces of earlier versions get it too. */
async function makeCrm({ connections, records, clock }: Hub): Promise<void> {
  const { id } = await connect(connections, {
    ...{
      connector: 'crm',
      name: 'Countersign CRM',
      environment: 'live',
      authMethod: 'none',
      credentials: {},
    },
  });
  await seedCrm(records, { workspaceId: demoWorkspaceId, connectionId: id }, clock.now());
}

/** The hub may have moved to another port since the emulators were told its address. */
async function registerAgain(hub: Hub, there: ConnectionView[]): Promise<void> {
  const moved = there.filter(
    ({ environmentKind, endpoint }) => environmentKind === 'emulator' && endpoint?.registered === false,
  );
  for (const { id } of moved) {
    await hub.connections.subscribe(demoWorkspaceId, id).catch((error: unknown) => {
      hub.log.warn({ error: messageOf(error) }, 'an emulator could not be told the new address');
    });
  }
}

/** The emulators' tokens need nobody's consent, so the connection is there at once. */
async function connect(connections: Hub['connections'], input: NewConnection): Promise<ConnectionView> {
  const connected = await connections.create(demoWorkspaceId, input);
  if (!('connection' in connected)) throw new Error(`${input.connector} asks for consent`);
  return connected.connection;
}

/** When a document is signed in Clicksign, a deal is created or updated in RD Station CRM, with the signer as its contact. */
export function contractSigned(clicksignId: Id, rdstationId: Id): Definition {
  return {
    schema: 1,
    trigger: {
      connector: 'clicksign',
      connectionId: clicksignId,
      key: 'document.signed',
      version: 1,
      settings: {},
    },
    filters: null,
    start: 'deal',
    steps: {
      deal: {
        kind: 'action',
        connector: 'rdstation',
        connectionId: rdstationId,
        key: 'deal.upsert',
        version: 1,
        input: {
          pipeline_id: DEMO_RDSTATION_PIPELINES.vendas,
          stage_id: DEMO_RDSTATION_STAGES.contratoAssinado,
          stage_rule: 'always',
          title: '{{ document.filename }} – {{ document.company }}',
          match: 'document',
          document_key: '{{ document.key }}',
          stamp_field: DEMO_RDSTATION_DEAL_FIELDS.chaveClicksign,
          contact_email: '{{ signer.email }}',
          contact_name: '{{ signer.name }}',
          organization_name: '{{ document.company }}',
        },
        orderBy: '{{ document.key }}',
        next: null,
      },
    },
  };
}
