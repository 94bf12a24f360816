import type { Clock } from '../std/clock.ts';
import type { Crm, CrmRecord, MirrorProgress, RecordPage } from '../api/contract-records.ts';
import {
  DEMO_HUBSPOT_APP_ID,
  DEMO_HUBSPOT_CLIENT_ID,
  DEMO_HUBSPOT_CLIENT_SECRET,
  DEMO_HUBSPOT_DEVELOPER_KEY,
  DEMO_HUBSPOT_PORTAL,
} from '../connectors/hubspot/emulator/demo.ts';
import { demoControlToken } from '../kit/emulator/emulator.ts';
import { Visitor } from './browserless.ts';
import type { JourneyPlaces } from './clicksign-rdstation.ts';
import { demoWorkspaceId } from './seed.ts';
import type { Narrator } from './steps.ts';

const workspace = `/api/w/${demoWorkspaceId}`;

/** A record as the emulator's control door tells it. */
interface HubSpotRecord {
  id: string;
  values: Record<string, string | null>;
}

/**
 * A HubSpot account beside its mirror: connects by consent in the emulator, imports, edits on both sides, and shows both
 * equal; through public doors only, the emulator's control door being the witness.
 */
export async function hubSpotMirror(places: JourneyPlaces, clock: Clock, narrator: Narrator): Promise<void> {
  const person = new Visitor(places.hub);
  const vendor = new Visitor(places.emulators);
  await person.json('POST', '/api/session/demo', {});
  narrator.say('entered the demo workspace');
  const crm = await connect(person, vendor, places, `HubSpot ${clock.now().toString(36)}`);
  narrator.say(`connected "${crm.connection.name}" by consent`);
  const at = `${workspace}/crms/${crm.connection.id}`;
  const done = await narrator.until('the first import is through', () => imported(person, at), 300);
  for (const { object, imported: count } of done) narrator.say(`${object}: ${count}`);

  const contacts = await recordsOf(vendor, 'contacts');
  const first = contacts[0]!;
  await checkEqual(person, narrator, at, contacts);

  await edit(vendor, { do: 'update', type: 'contacts', id: first.id, properties: { city: 'Tromsø' } });
  narrator.say(`changed the city of contact ${first.id} in HubSpot`);
  await narrator.until('the mirror has it', async () => {
    const record = await mirrored(person, at, first.id);
    return record?.values['city'] === 'Tromsø' ? record : null;
  });

  const record = (await mirrored(person, at, first.id))!;
  const change = {
    values: { jobtitle: 'Head of Contracts 🖋️' },
    was: { jobtitle: record.values['jobtitle'] ?? null },
  };
  await person.json('PATCH', `${at}/objects/contact/records/${record.id}`, change);
  narrator.say('changed the job title of the same contact in Countersign');
  const after = (await recordsOf(vendor, 'contacts')).find(({ id }) => id === first.id)!;
  narrator.check('HubSpot has it', after.values['jobtitle'] === 'Head of Contracts 🖋️', after.values);
  await checkEqual(person, narrator, at, await recordsOf(vendor, 'contacts'));
}

async function connect(person: Visitor, vendor: Visitor, places: JourneyPlaces, name: string): Promise<Crm> {
  const credentials = {
    client_id: DEMO_HUBSPOT_CLIENT_ID,
    client_secret: DEMO_HUBSPOT_CLIENT_SECRET,
    app_id: String(DEMO_HUBSPOT_APP_ID),
    developer_key: DEMO_HUBSPOT_DEVELOPER_KEY,
  };
  const wanted = { connector: 'hubspot', name, environment: 'emulator', authMethod: 'oauth2', credentials };
  const { authorizeUrl } = await person.json<{ authorizeUrl: string }>(
    'POST',
    `${workspace}/connections`,
    wanted,
  );
  const { searchParams } = new URL(authorizeUrl);
  const form = { ...Object.fromEntries(searchParams), account: String(DEMO_HUBSPOT_PORTAL), answer: 'yes' };
  const callback = await vendor.leave('/hubspot/oauth/authorize', form);
  await person.get(callback.slice(places.hub.length));
  const crms = await person.json<Crm[]>('GET', `${workspace}/crms`);
  const crm = crms.find((one) => one.connection.name === name);
  if (!crm) throw new Error(`the connection "${name}" is not there`);
  return crm;
}

async function imported(person: Visitor, at: string): Promise<MirrorProgress['objects'] | null> {
  const { objects, error } = await person.json<MirrorProgress>('GET', `${at}/mirror`);
  if (error) throw new Error(error);
  return objects.length > 0 && objects.every(({ state }) => state === 'live') ? objects : null;
}

async function mirrored(person: Visitor, at: string, externalId: string): Promise<CrmRecord | null> {
  const filter = { property: 'hs_object_id', operator: 'EQ', value: externalId };
  const search = { filterGroups: [{ filters: [filter] }], limit: 1 };
  const page = await person.json<RecordPage>('POST', `${at}/objects/contact/records/search`, search);
  return page.items[0] ?? null;
}

/** Every property of every contact, on both sides. */
async function checkEqual(
  person: Visitor,
  narrator: Narrator,
  at: string,
  contacts: HubSpotRecord[],
): Promise<void> {
  const mirror = new Map<string, CrmRecord>();
  let cursor: string | null = null;
  do {
    const query: string = `limit=100${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`;
    const page: RecordPage = await person.json('GET', `${at}/objects/contact/records?${query}`);
    for (const one of page.items) mirror.set(one.externalId, one);
    cursor = page.cursor;
  } while (cursor);
  const differences = contacts.flatMap(({ id, values }) =>
    Object.entries(values)
      .filter(([name, value]) => (value ?? '') !== (mirror.get(id)?.values[name] ?? ''))
      .map(([name, value]) => ({ id, name, hubspot: value, mirror: mirror.get(id)?.values[name] ?? null })),
  );
  narrator.check(
    `${contacts.length} contacts are equal on both sides, property by property`,
    differences.length === 0 && mirror.size === contacts.length,
    { mirrored: mirror.size, differences: differences.slice(0, 5) },
  );
}

const asControl = { authorization: `Bearer ${demoControlToken}` };

async function recordsOf(vendor: Visitor, type: string): Promise<HubSpotRecord[]> {
  const query = `portal=${DEMO_HUBSPOT_PORTAL}&type=${type}`;
  const answer = await vendor.json<{ records: HubSpotRecord[] } | HubSpotRecord[]>(
    'GET',
    `/hubspot/_emulator/records?${query}`,
    undefined,
    asControl,
  );
  return Array.isArray(answer) ? answer : answer.records;
}

async function edit(vendor: Visitor, change: Record<string, unknown>): Promise<void> {
  const body = { portal: DEMO_HUBSPOT_PORTAL, ...change };
  await vendor.json('POST', '/hubspot/_emulator/edits', body, asControl);
}
