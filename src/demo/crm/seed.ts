import type { GivenValues } from '../../domain/records/value.ts';
import type { Writer } from '../../domain/records/record.ts';
import type { CrmRef, Outcome, Records } from '../../records/records.ts';
import type { Id } from '../../std/id.ts';
import { companies, countries, dealKinds, jobs, lifecycle, troubles } from './people.ts';

const by: Writer = { source: 'import', detail: 'demo' };
const owners = [
  { id: '1', firstName: 'Ingrid', lastName: 'Berg', email: 'ingrid@demo.example' },
  { id: '2', firstName: 'Rafael', lastName: 'Araújo', email: 'rafael@demo.example' },
  { id: '3', firstName: 'Sabine', lastName: 'Vogt', email: 'sabine@demo.example' },
];
const perCompany = 6;
const dealStages = [
  'appointmentscheduled',
  'qualifiedtobuy',
  'presentationscheduled',
  'decisionmakerboughtin',
  'contractsent',
  'closedwon',
  'closedlost',
];
const dayMs = 86_400_000;

/**
 * A small company's CRM: 20 companies, 120 contacts, 30 deals and 10 tickets of four countries, associated with one
 * another. The same at every start, but for close dates, which lie around `now`.
 */
export async function seedCrm(records: Records, ref: CrmRef, now: number): Promise<void> {
  await records.setOwners(
    ref,
    owners.map((one) => ({ ...one, archived: false })),
  );
  const make = async (object: string, all: GivenValues[]): Promise<Id[]> => {
    const ids: Id[] = [];
    for (let from = 0; from < all.length; from += 100) {
      const inputs = all.slice(from, from + 100).map((values) => ({ values }));
      ids.push(...(await records.createMany(ref, object, inputs, by)).map(idOf));
    }
    return ids;
  };
  const companyIds = await make(
    'company',
    companies.map((_, n) => companyOf(n)),
  );
  const contactIds = await make(
    'contact',
    Array.from({ length: companies.length * perCompany }, (_, n) => contactOf(n)),
  );
  const dealIds = await make(
    'deal',
    Array.from({ length: 30 }, (_, n) => dealOf(n, now)),
  );
  const ticketIds = await make(
    'ticket',
    Array.from({ length: 10 }, (_, n) => ticketOf(n)),
  );
  const pair = (from: Id, to: Id, typeId?: number) => ({
    ...{ from, to },
    types: typeId === undefined ? [] : [{ category: 'HUBSPOT_DEFINED', typeId }],
  });
  const ofContact = (n: number) => companyIds[Math.floor(n / perCompany)]!;
  await records.associate(
    ref,
    [
      ...contactIds.map((id, n) => pair(id, ofContact(n), 1)),
      ...dealIds.map((id, n) => pair(id, companyIds[(n * 7) % companies.length]!, 5)),
      ...dealIds.map((id, n) => pair(id, contactIds[((n * 7) % companies.length) * perCompany + (n % 3)]!)),
      ...ticketIds.map((id, n) => pair(id, contactIds[n * 11]!)),
      ...ticketIds.map((id, n) => pair(id, ofContact(n * 11), 26)),
    ],
    by,
  );
}

function idOf(outcome: Outcome): Id {
  if ('error' in outcome) throw outcome.error;
  return outcome.record.id;
}

const countryOf = (company: number) => countries[Math.floor(company / 5)]!;
const ascii = (text: string) =>
  text
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('Ø', 'O')
    .replaceAll('æ', 'ae')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/-(as|ab|gmbh.*|ltda-?|s-a-?|eg)$/, '')
    .replace(/^-|-$/g, '');
const domainOf = (company: number) => `${ascii(companies[company]!.name)}.${countryOf(company).code}.example`;

function companyOf(n: number): GivenValues {
  const { name, industry, employees } = companies[n]!;
  const country = countryOf(n);
  return {
    ...{ name, industry, domain: domainOf(n), website: `https://www.${domainOf(n)}` },
    ...{ city: country.cities[n % 4]!, country: country.name, numberofemployees: employees },
    ...{ annualrevenue: employees * 140_000, lifecyclestage: n % 3 === 0 ? 'customer' : 'opportunity' },
    hubspot_owner_id: owners[n % 3]!.id,
  };
}

function contactOf(n: number): GivenValues {
  const company = Math.floor(n / perCompany);
  const country = countryOf(company);
  // 30 people of a country: every first name three times, each time with another last name.
  const place = n % (5 * perCompany);
  const [first, last] = [
    country.first[place % 10]!,
    country.last[(place * 3 + Math.floor(place / 10)) % 10]!,
  ];
  return {
    ...{ firstname: first, lastname: last, company: companies[company]!.name },
    email: `${ascii(first)}.${ascii(last)}@${domainOf(company)}`,
    phone: `${country.phone}${String(1_000_000 + n * 7_919).slice(0, 7)}`,
    ...{ jobtitle: jobs[n % jobs.length]!, city: country.cities[company % 4]!, country: country.name },
    ...{ hs_language: country.language, lifecyclestage: lifecycle[(n * 5) % lifecycle.length]! },
    hubspot_owner_id: owners[company % 3]!.id,
  };
}

function dealOf(n: number, now: number): GivenValues {
  const company = (n * 7) % companies.length;
  const stage = dealStages[n % dealStages.length]!;
  const closed = stage.startsWith('closed');
  return {
    dealname: `${companies[company]!.name} – ${dealKinds[n % dealKinds.length]!}`,
    ...{ pipeline: 'default', dealstage: stage, amount: 4_000 + ((n * 3_700) % 61_000) },
    deal_currency_code: ['NOK', 'SEK', 'BRL', 'EUR'][Math.floor(company / 5)]!,
    closedate: now - (now % dayMs) + (closed ? -1 : 1) * (3 + n * 2) * dayMs,
    ...{
      dealtype: n % 5 === 4 ? 'existingbusiness' : 'newbusiness',
      hubspot_owner_id: owners[company % 3]!.id,
    },
  };
}

function ticketOf(n: number): GivenValues {
  return {
    ...{ subject: troubles[n % troubles.length]!, hs_pipeline: '0', hs_pipeline_stage: String(1 + (n % 4)) },
    hs_ticket_priority: ['LOW', 'MEDIUM', 'HIGH'][n % 3]!,
    hubspot_owner_id: owners[n % 3]!.id,
  };
}
