import { openWorld, type World } from '#kit/conformance/world.ts';
import type { Credentials, Subject } from '#kit/conformance/subject.ts';
import { at, type Json } from '#std/json.ts';
import {
  DEMO_HUBSPOT_APP_ID,
  DEMO_HUBSPOT_CLIENT_ID,
  DEMO_HUBSPOT_CLIENT_SECRET,
  DEMO_HUBSPOT_DEVELOPER_KEY,
  DEMO_HUBSPOT_PRIVATE_SECRET,
  DEMO_HUBSPOT_PRIVATE_TOKEN,
  DEMO_HUBSPOT_REFRESH_TOKEN,
} from './emulator/demo.ts';
import { createHubSpotEmulator } from './emulator/emulator.ts';
import { hubspot } from './manifest.ts';

/** Connects the demo app to the emulated account, with limits off and an index that is never behind. */
export async function connectByConsent(world: World): Promise<Credentials> {
  await prepare(world);
  const app = { client_id: DEMO_HUBSPOT_CLIENT_ID, client_secret: DEMO_HUBSPOT_CLIENT_SECRET };
  const form = { ...app, grant_type: 'refresh_token', refresh_token: DEMO_HUBSPOT_REFRESH_TOKEN };
  const answer = await fetch(`${world.base}/oauth/v3/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  const values = {
    ...app,
    access_token: textAt(await answer.json(), 'access_token'),
    app_id: String(DEMO_HUBSPOT_APP_ID),
    developer_key: DEMO_HUBSPOT_DEVELOPER_KEY,
  };
  return { auth: 'oauth2', values, wrong: { ...values, access_token: 'token-of-nobody' } };
}

/** Connects the account's private app. */
export async function connectPrivately(world: World): Promise<Credentials> {
  await prepare(world);
  const values = { token: DEMO_HUBSPOT_PRIVATE_TOKEN, client_secret: DEMO_HUBSPOT_PRIVATE_SECRET };
  return { auth: 'private_app', values, wrong: { token: 'pat-eu1-of-nobody' } };
}

async function prepare(world: World): Promise<void> {
  await world.control('PUT', '/limits', { enabled: false });
  await world.control('PUT', '/settings', { searchLagMs: 0, webhookBatchMs: 20 });
}

/** The connector and its emulator, for the suite and for tests of one part. */
export const subject: Subject = {
  connector: hubspot,
  createEmulator: createHubSpotEmulator,
  words: new URL('../../../console/locales/en/hubspot.json', import.meta.url),
  connect: connectByConsent,
};

/** An emulated account on a socket of its own, closed at the end of the block. */
export async function openAccount(
  connect: Subject['connect'] = connectByConsent,
): Promise<World & AsyncDisposable> {
  const world = await openWorld({ ...subject, connect });
  return Object.assign(world, { [Symbol.asyncDispose]: () => world.close() });
}

/** What a person does on HubSpot's pages. */
export async function edit(world: World, change: Record<string, Json>): Promise<string> {
  return textAt(await world.control('POST', '/edits', change), 'id');
}

/** The text at a path; an empty one when there is none. */
export function textAt(body: unknown, path: string): string {
  const value = at(body, path);
  return typeof value === 'string' ? value : '';
}

/** How many entries of a kind the emulator's ledger holds. */
export function countOf(world: World, kind: string): number {
  return world.parts.journal.ledger().filter((entry) => entry.kind === kind).length;
}
