import { z } from 'zod';
import type { Pool } from 'pg';
import type { Connector, ConnectionContext } from '../kit/connector.ts';
import { kindOfStatus, VendorError } from '../kit/vendor-error.ts';
import { systemClock, type Clock } from '../std/clock.ts';
import { secretBoxOf } from '../std/crypto.ts';
import { newId, type Id } from '../std/id.ts';
import { createConnections, type Connections, type ConnectionsOptions } from './connections.ts';
import { createOutbound, type Outbound } from './http/outbound.ts';
import { startReceiver, type Receiver } from './http/receiver.fixture.ts';

/** A vendor on this machine: takes one API token, and hands out OAuth tokens whose refresh token changes at each use. */
export interface Vendor extends AsyncDisposable {
  origin: string;
  seen: string[];
  /** The token that works now, with either method. */
  token: string;
  refreshToken: string;
  /** Refreshes that were asked for. */
  refreshes: number;
  expiresIn: number;
  /** Refresh tokens that were ended. */
  revoked: string[];
  /** What the token endpoint answers instead, and how long it takes. */
  tokenAnswer: { status: number; body: unknown } | null;
  hold: Promise<void>;
  /** Status of the next answers of the API. */
  statuses: number[];
  hooks: string[];
}

export async function startVendor(): Promise<Vendor> {
  let receiver: Receiver | null = null;
  const vendor: Vendor = {
    origin: '',
    seen: [],
    token: 'token-0-canary',
    refreshToken: 'refresh-0-canary',
    refreshes: 0,
    expiresIn: 3600,
    revoked: [],
    tokenAnswer: null,
    hold: Promise.resolve(),
    statuses: [],
    hooks: [],
    [Symbol.asyncDispose]: async () => receiver?.[Symbol.asyncDispose](),
  };
  receiver = await startReceiver((request, response, body) => {
    vendor.seen.push(`${request.method ?? ''} ${request.url ?? ''}`);
    const reply = (status: number, json: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
    if (request.url === '/fake/oauth2/token') {
      return void answerToken(vendor, new URLSearchParams(body), reply);
    }
    if (request.url === '/fake/oauth2/revoke') {
      vendor.revoked.push(new URLSearchParams(body).get('token') ?? '');
      return void reply(vendor.statuses.shift() ?? 200, {});
    }
    if (request.headers.authorization !== `Bearer ${vendor.token}`) {
      return void reply(401, { error: 'bad token' });
    }
    const status = vendor.statuses.shift() ?? 200;
    if (request.url === '/fake/hooks') vendor.hooks.push((JSON.parse(body) as { url: string }).url);
    reply(status, { name: 'ACME', id: 'hook-1' });
  });
  vendor.origin = receiver.origin;
  return vendor;
}

async function answerToken(
  vendor: Vendor,
  form: URLSearchParams,
  reply: (status: number, json: unknown) => unknown,
): Promise<void> {
  const isRefresh = form.get('grant_type') === 'refresh_token';
  if (isRefresh) vendor.refreshes++;
  await vendor.hold;
  if (vendor.tokenAnswer) return void reply(vendor.tokenAnswer.status, vendor.tokenAnswer.body);
  const proof = isRefresh ? form.get('refresh_token') === vendor.refreshToken : form.get('code') === 'code-1';
  if (!proof || form.get('client_secret') !== 'app-secret') {
    return void reply(400, { error: 'invalid_grant' });
  }
  const next = Number(/\d+/.exec(vendor.token)![0]) + 1;
  vendor.token = `token-${next}-canary`;
  vendor.refreshToken = `refresh-${next}-canary`;
  reply(200, {
    access_token: vendor.token,
    refresh_token: vendor.refreshToken,
    expires_in: vendor.expiresIn,
  });
}

async function call(
  context: ConnectionContext,
  method: 'GET' | 'POST',
  path: string,
  json?: { url: string },
) {
  const headers = { authorization: `Bearer ${context.credentials['access_token'] ?? ''}` };
  const url = `${context.origins['api'] ?? ''}${path}`;
  const response = await context.http({ method, url, headers, ...(json && { json }) });
  if (response.status >= 400) {
    throw new VendorError(kindOfStatus(response.status), `The vendor answered ${response.status}.`, response);
  }
  return response.json() as { name: string; id: string };
}

/** The vendor's connector: `token` and `oauth2`, signed webhooks, one loader of options. */
export const fakeConnector: Connector = {
  key: 'fake',
  name: 'Fake CRM',
  monogram: { text: 'FC', color: '#000' },
  environments: [
    {
      key: 'production',
      kind: 'live',
      origins: { api: 'https://api.fake.example', accounts: 'https://accounts.fake.example' },
    },
  ],
  auth: [
    { kind: 'token', key: 'token', fields: [{ key: 'access_token', type: 'secret', required: true }] },
    {
      kind: 'oauth2',
      key: 'oauth2',
      fields: [
        { key: 'client_id', type: 'text', required: true },
        { key: 'client_secret', type: 'secret', required: true },
      ],
      authorize: { origin: 'accounts', path: '/oauth/authorize', params: { prompt: 'consent' } },
      token: { origin: 'api', path: '/oauth2/token' },
      revoke: { origin: 'api', path: '/oauth2/revoke', parameter: 'token' },
      scopes: ['deals', 'contacts'],
      refreshTokenRotates: true,
    },
  ],
  budget: { requests: 600, perMs: 1_000 },
  test: async (context) => ({ account: (await call(context, 'GET', '/me')).name }),
  triggers: [
    {
      key: 'deal.created',
      version: 1,
      subscribes: ['deal.new', 'deal.any'],
      settings: z.record(z.string(), z.json()),
      fields: [],
      output: [],
      matches: () => true,
    },
  ],
  actions: [],
  options: {
    deals: async (context) => [{ value: '1', label: (await call(context, 'GET', '/deals')).name }],
  },
  webhooks: {
    proof: 'signature',
    verify: () => true,
    parse: () => [],
    subscribe: async (context, { url }) => {
      const { id } = await call(context, 'POST', '/hooks', { url });
      return { ids: [id], secret: 'hook-secret-canary' };
    },
    unsubscribe: async (context, ids) => {
      for (const id of ids) await call(context, 'GET', `/hooks/${id}/delete`);
    },
  },
};

export interface Hub extends AsyncDisposable {
  connections: Connections;
  workspaceId: Id;
  outbound: Outbound;
}

/** One process of a hub, on the vendor's emulator address. Give `workspaceId` to join another's workspace. */
export async function startHub(
  pool: Pool,
  vendor: Vendor,
  more: Partial<ConnectionsOptions> & { workspaceId?: Id } = {},
): Promise<Hub> {
  const { workspaceId = newId(), ...options } = more;
  await pool.query(`insert into workspaces (id, name) values ($1, 'Test') on conflict do nothing`, [
    workspaceId,
  ]);
  const clock: Clock = options.clock ?? systemClock;
  const outbound = createOutbound({ clock });
  const connections = createConnections({
    pool,
    clock,
    random: () => 0.5,
    connectors: { fake: fakeConnector },
    secrets: secretBoxOf('s'.repeat(40)),
    http: outbound,
    publicUrl: null,
    localUrl: 'http://127.0.0.1:4000',
    emulatorOrigin: vendor.origin,
    ...options,
  });
  return { connections, workspaceId, outbound, [Symbol.asyncDispose]: () => outbound.close() };
}

/** What a person enters for the token method. */
export function tokenInput(vendor: Vendor, name = 'Fake ACME') {
  const credentials = { access_token: vendor.token };
  return { connector: 'fake', name, environment: 'emulator', authMethod: 'token', credentials };
}

/** What a person enters for the OAuth method. */
export const oauthInput = {
  connector: 'fake',
  name: 'Fake by OAuth',
  environment: 'emulator',
  authMethod: 'oauth2',
  credentials: { client_id: 'app-1', client_secret: 'app-secret' },
};

/** Goes the whole way of a person who agrees at the vendor's. */
export async function connectByOauth({ connections, workspaceId }: Hub): Promise<Id> {
  const started = await connections.create(workspaceId, oauthInput);
  if (!('authorizeUrl' in started)) throw new Error('OAuth2 begins with consent');
  const state = new URL(started.authorizeUrl).searchParams.get('state') ?? '';
  return (await connections.finishAuthorize(state, 'code-1')).connectionId;
}
