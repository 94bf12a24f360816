import type { Hub } from './model/hub.ts';
import { changeMembers, createList } from './model/lists.ts';
import { createSchema } from './model/schemas.ts';
import { knownScopes, newApp, type Apps } from './oauth/apps.ts';
import type { Grants } from './oauth/grants.ts';
import { seedRecords } from './seed/company.ts';
import { regions } from './seed/names.ts';
import { seedAccount, seedForms } from './seed/setup.ts';

// The demo accounts: fixed ids and secrets, so that a demo workspace is connected without a click. Nothing here is secret.

/** Fjordlys AB: 400 contacts, 60 companies, 90 deals in two pipelines, tickets, forms, lists. */
export const DEMO_HUBSPOT_PORTAL = 4001001;
/** Fjordlys Brasil Ltda: a small second account. */
export const DEMO_HUBSPOT_SECOND_PORTAL = 4001002;
/** The developer's app, for OAuth, webhooks and timeline events; any address of this machine may be its callback. */
export const DEMO_HUBSPOT_APP_ID = 1160452;
export const DEMO_HUBSPOT_CLIENT_ID = '5f1e0c9a-4d2b-4c7e-9a51-c0ffee000001';
export const DEMO_HUBSPOT_CLIENT_SECRET = '5f1e0c9a-4d2b-4c7e-9a51-c0ffee000002';
/** `?hapikey=` of webhook settings and timeline templates. */
export const DEMO_HUBSPOT_DEVELOPER_KEY = '5f1e0c9a-4d2b-4c7e-9a51-c0ffee000003';
/** The demo app is installed in the first account, and this token still gives new access tokens. */
export const DEMO_HUBSPOT_REFRESH_TOKEN = 'eu1-demo-refresh-token-of-fjordlys';
/** A private app of the first account with every scope but `timeline`. */
export const DEMO_HUBSPOT_PRIVATE_TOKEN = 'pat-eu1-5f1e0c9a-4d2b-4c7e-9a51-c0ffee000004';
export const DEMO_HUBSPOT_PRIVATE_APP_ID = 1160453;
/** Signs the webhooks of the private app. */
export const DEMO_HUBSPOT_PRIVATE_SECRET = '5f1e0c9a-4d2b-4c7e-9a51-c0ffee000005';
export const DEMO_HUBSPOT_OWNERS = { astrid: '501', henrik: '502', camila: '503', jonas: '504', left: '505' };
export const DEMO_HUBSPOT_FORMS = {
  demo: '6f0d7f0e-1111-4c1b-9d52-c0ffee000001',
  newsletter: '6f0d7f0e-1111-4c1b-9d52-c0ffee000002',
};

const people = [
  ['astrid', 'Astrid', 'Lindqvist'],
  ['henrik', 'Henrik', 'Solberg'],
  ['camila', 'Camila', 'Ferreira'],
  ['jonas', 'Jonas', 'Weber'],
  ['left', 'Petra', 'Nyman'],
] as const;

interface SeedParts {
  hub: Hub;
  apps: Apps;
  grants: Grants;
}

/** Puts the demo accounts and apps in place, unless they are there. Returns what a client needs to connect. */
export function seedDemo(parts: SeedParts) {
  const { hub } = parts;
  hub.commit(() => {
    if (!hub.accounts.get(String(DEMO_HUBSPOT_PORTAL))) seedFirst(hub);
    if (!hub.accounts.get(String(DEMO_HUBSPOT_SECOND_PORTAL))) seedSecond(hub);
    seedApps(parts);
  });
  return {
    portalId: DEMO_HUBSPOT_PORTAL,
    clientId: DEMO_HUBSPOT_CLIENT_ID,
    clientSecret: DEMO_HUBSPOT_CLIENT_SECRET,
    refreshToken: DEMO_HUBSPOT_REFRESH_TOKEN,
    privateToken: DEMO_HUBSPOT_PRIVATE_TOKEN,
    developerKey: DEMO_HUBSPOT_DEVELOPER_KEY,
  };
}

function seedFirst(hub: Hub): void {
  const portal = DEMO_HUBSPOT_PORTAL;
  const account = {
    name: 'Fjordlys AB',
    domain: 'fjordlys.example',
    timeZone: 'Europe/Stockholm',
    currency: 'SEK',
  };
  const owners = people.map(([key, firstName, lastName]) => ({
    ownerId: DEMO_HUBSPOT_OWNERS[key],
    userId: 7_000_000 + Number(DEMO_HUBSPOT_OWNERS[key]),
    email: `${firstName}.${lastName}@fjordlys.example`.toLowerCase(),
    firstName,
    lastName,
    archived: key === 'left',
  }));
  seedAccount(hub, { portalId: portal, ...account }, owners);
  const working = owners.filter((owner) => !owner.archived).map((owner) => owner.ownerId);
  seedRecords(hub, portal, { contacts: 400, companies: 60, deals: 90, tickets: 24, owners: working });
  seedForms(hub, portal, DEMO_HUBSPOT_FORMS);
  const all = hub.by.type.all(`${portal}/0-1`).map((row) => row.objectId);
  const list = { objectTypeId: '0-1', processingType: 'MANUAL', filterBranch: null } as const;
  changeMembers(hub, createList(hub, portal, { name: 'Newsletter readers', ...list }), all.slice(0, 120), []);
  const guests = all.filter((_, place) => place % 11 === 0);
  changeMembers(hub, createList(hub, portal, { name: 'Autumn event guests', ...list }), guests, []);
  seedAgreements(hub, portal);
}

function seedAgreements(hub: Hub, portal: number): void {
  createSchema(hub, portal, {
    name: 'agreement',
    labels: { singular: 'Agreement', plural: 'Agreements' },
    requiredProperties: ['agreement_number'],
    searchableProperties: ['agreement_number', 'title'],
    primaryDisplayProperty: 'agreement_number',
    associatedObjects: ['contacts', 'companies', 'deals'],
    properties: [
      {
        name: 'agreement_number',
        label: 'Agreement number',
        type: 'string',
        fieldType: 'text',
        hasUniqueValue: true,
      },
      { name: 'title', label: 'Title', type: 'string', fieldType: 'text' },
      { name: 'signed_on', label: 'Signed on', type: 'date', fieldType: 'date' },
    ],
  });
}

function seedSecond(hub: Hub): void {
  const portal = DEMO_HUBSPOT_SECOND_PORTAL;
  const account = {
    name: 'Fjordlys Brasil Ltda',
    domain: 'fjordlys.example.br',
    timeZone: 'America/Sao_Paulo',
  };
  const owner = {
    ownerId: '601',
    userId: 7_000_601,
    email: 'rafael.moura@fjordlys.example.br',
    firstName: 'Rafael',
    lastName: 'Moura',
    archived: false,
  };
  seedAccount(hub, { portalId: portal, currency: 'BRL', ...account }, [owner]);
  const brazil = regions.filter(({ country }) => country === 'Brazil');
  seedRecords(hub, portal, {
    contacts: 30,
    companies: 8,
    deals: 10,
    tickets: 4,
    owners: ['601'],
    regions: brazil,
  });
}

function seedApps({ hub, apps, grants }: SeedParts): void {
  if (!apps.get(DEMO_HUBSPOT_APP_ID)) {
    const app = newApp(hub, {
      kind: 'public',
      portal: null,
      name: 'Countersign (demo)',
      appId: DEMO_HUBSPOT_APP_ID,
      clientId: DEMO_HUBSPOT_CLIENT_ID,
      clientSecret: DEMO_HUBSPOT_CLIENT_SECRET,
      developerKey: DEMO_HUBSPOT_DEVELOPER_KEY,
      optionalScopes: knownScopes.filter((scope) => scope !== 'oauth'),
    });
    apps.put(app);
    const userId = 7_000_501;
    apps.install(app.appId, DEMO_HUBSPOT_PORTAL, [...knownScopes], userId);
    grants.seedRefreshToken(DEMO_HUBSPOT_REFRESH_TOKEN, app, DEMO_HUBSPOT_PORTAL, userId, [...knownScopes]);
  }
  if (apps.get(DEMO_HUBSPOT_PRIVATE_APP_ID)) return;
  apps.put(
    newApp(hub, {
      kind: 'private',
      portal: DEMO_HUBSPOT_PORTAL,
      name: 'Fjordlys integrations',
      appId: DEMO_HUBSPOT_PRIVATE_APP_ID,
      clientSecret: DEMO_HUBSPOT_PRIVATE_SECRET,
      token: DEMO_HUBSPOT_PRIVATE_TOKEN,
      requiredScopes: knownScopes.filter((scope) => scope !== 'oauth' && scope !== 'timeline'),
    }),
  );
}
