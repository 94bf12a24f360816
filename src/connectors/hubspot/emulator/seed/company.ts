import { closingOf, findStage } from '../model/pipelines.ts';
import type { Hub } from '../model/hub.ts';
import type { RecordRow } from '../model/rows.ts';
import { jobTitles, regions, slug, type Region } from './names.ts';
import { plant, plantLink } from './plant.ts';

const dayMs = 86_400_000;
const industries = [
  'CONSTRUCTION',
  'LOGISTICS_AND_SUPPLY_CHAIN',
  'DESIGN',
  'HOSPITAL_HEALTH_CARE',
  'FOOD_PRODUCTION',
  'COMPUTER_SOFTWARE',
  'RENEWABLES_ENVIRONMENT',
  'ACCOUNTING',
  'MACHINERY',
  'RETAIL',
];
const stages = [
  'subscriber',
  'lead',
  'lead',
  'marketingqualifiedlead',
  'salesqualifiedlead',
  'opportunity',
  'customer',
  'customer',
  'evangelist',
];
const leadStatuses = ['NEW', 'OPEN', 'IN_PROGRESS', 'CONNECTED', 'ATTEMPTED_TO_CONTACT'];
const currencies: Record<string, string> = { Sweden: 'SEK', Norway: 'NOK', Brazil: 'BRL', Germany: 'EUR' };

const nth = <Item>(items: readonly Item[], place: number): Item => items[place % items.length]!;

/** How much of it, and who owns it. */
export interface Size {
  contacts: number;
  companies: number;
  deals: number;
  tickets: number;
  owners: string[];
  regions?: Region[];
}

/** Puts a believable company's records in place; the same ones every time. */
export function seedRecords(hub: Hub, portal: number, size: Size): void {
  const now = Math.floor(hub.now() / dayMs) * dayMs;
  const world = size.regions ?? regions;
  const companies = seedCompanies(hub, portal, size, world, now);
  const contacts = seedContacts(hub, portal, size, companies, now);
  seedDeals(hub, portal, size, companies, contacts, now);
  seedTickets(hub, portal, size, contacts, now);
}

type Homed = { row: RecordRow; region: Region };

function seedCompanies(hub: Hub, portal: number, size: Size, world: Region[], now: number): Homed[] {
  const names = world.flatMap((region) => region.companies.map((name) => ({ name, region })));
  return Array.from({ length: size.companies }, (_, place) => {
    const { name, region } = nth(names, place);
    const domain = `${slug(name).replaceAll('.', '')}.${region.domain}`;
    const values = {
      name,
      domain,
      website: `https://www.${domain}`,
      phone: `${region.phone}${String(100 + place)}`,
      industry: nth(industries, place),
      type: nth(['PROSPECT', 'PARTNER', 'PROSPECT', 'RESELLER'], place),
      numberofemployees: String(8 + ((place * 37) % 640)),
      annualrevenue: String(400_000 + ((place * 731_000) % 24_000_000)),
      city: nth(region.cities, place),
      country: region.country,
      lifecyclestage: nth(stages, place + 3),
      hubspot_owner_id: nth(size.owners, place),
    };
    const createdAt = now - (520 - place * 6) * dayMs + place * 3_600_000;
    return { row: plant(hub, portal, '0-2', values, { createdAt }), region };
  });
}

function seedContacts(hub: Hub, portal: number, size: Size, companies: Homed[], now: number): Homed[] {
  const taken = new Set<string>();
  return Array.from({ length: size.contacts }, (_, place) => {
    const { row: company, region } = nth(companies, place * 7);
    const firstname = nth(region.firstNames, place * 5 + Math.floor(place / 11));
    const lastname = nth(region.lastNames, place * 3 + Math.floor(place / 7));
    let email = `${slug(firstname)}.${slug(lastname)}@${company.values['domain']}`;
    if (taken.has(email)) email = email.replace('@', `${place}@`);
    taken.add(email);
    const stage = nth(stages, place * 4 + Math.floor(place / 9));
    const createdAt =
      now - Math.round(((size.contacts - place) * 500 * dayMs) / size.contacts) + (place % 600) * 60_000;
    const values = {
      email,
      firstname,
      lastname,
      jobtitle: nth(jobTitles, place),
      company: company.values['name']!,
      phone: `${region.phone}${String(1000 + place)}`,
      city: company.values['city']!,
      country: region.country,
      hs_language: region.language,
      lifecyclestage: stage,
      [`hs_lifecyclestage_${stage}_date`]: new Date(createdAt).toISOString(),
      hs_lead_status: nth(leadStatuses, place),
      hubspot_owner_id: nth(size.owners, place),
    };
    const updatedAt = Math.min(createdAt + (place % 40) * dayMs, now);
    const row = plant(hub, portal, '0-1', values, { createdAt, updatedAt });
    plantLink(hub, row, company);
    return { row, region };
  });
}

const offers = ['Annual agreement', 'Pilot', 'Renewal', 'Expansion', 'Framework contract', 'Support plan'];
const salesStages = [
  'appointmentscheduled',
  'qualifiedtobuy',
  'presentationscheduled',
  'decisionmakerboughtin',
  'contractsent',
  'closedwon',
  'closedlost',
];
const renewalStages = ['renewal_due', 'renewal_offered', 'renewal_signing', 'renewal_won', 'renewal_lost'];

function seedDeals(
  hub: Hub,
  portal: number,
  size: Size,
  companies: Homed[],
  contacts: Homed[],
  now: number,
): void {
  for (let place = 0; place < size.deals; place++) {
    const { row: company, region } = nth(companies, place * 5 + 2);
    const renewal = place % 3 === 2;
    const dealstage = renewal ? nth(renewalStages, place) : nth(salesStages, place);
    const found = findStage(hub, portal, '0-3', dealstage)!;
    const { closed, won, probability } = closingOf(found.stage);
    const createdAt = now - (200 - place * 2) * dayMs + place * 1_800_000;
    const closeAt = closed ? createdAt + (20 + (place % 30)) * dayMs : now + (place % 60) * dayMs;
    const values = {
      dealname: `${company.values['name']} – ${nth(offers, place)}`,
      amount: String(12_000 + ((place * 17_350) % 480_000)),
      deal_currency_code: currencies[region.country] ?? 'EUR',
      closedate: new Date(Math.min(closeAt, closed ? now : Infinity)).toISOString(),
      pipeline: found.pipeline.pipelineId,
      dealstage,
      dealtype: renewal ? 'existingbusiness' : 'newbusiness',
      hs_priority: nth(['low', 'medium', 'high'], place),
      hs_is_closed: String(closed),
      hs_is_closed_won: String(won),
      hs_deal_stage_probability: probability,
      hubspot_owner_id: nth(size.owners, place),
    };
    const row = plant(hub, portal, '0-3', values, { createdAt });
    plantLink(hub, row, company);
    const people = contacts.filter((contact) => contact.row.values['company'] === company.values['name']);
    for (const { row: person } of people.slice(0, 1 + (place % 2))) plantLink(hub, row, person);
  }
}

const problems = [
  'Signature link does not open',
  'Invoice shows the wrong address',
  'Question about the renewal terms',
  'Cannot download the signed PDF',
  'New colleague needs access',
  'Template lost its logo',
  'Slow response since Monday',
];

function seedTickets(hub: Hub, portal: number, size: Size, contacts: Homed[], now: number): void {
  for (let place = 0; place < size.tickets; place++) {
    const { row: person } = nth(contacts, place * 13 + 4);
    const createdAt = now - (60 - place) * dayMs + place * 2_700_000;
    const values = {
      subject: nth(problems, place),
      content: `${person.values['firstname']} wrote: ${nth(problems, place).toLowerCase()}. Please call back.`,
      hs_pipeline: '0',
      hs_pipeline_stage: String(1 + (place % 4)),
      hs_ticket_priority: nth(['LOW', 'MEDIUM', 'HIGH'], place),
      hs_ticket_category: nth(['PRODUCT_ISSUE', 'BILLING_ISSUE', 'GENERAL_INQUIRY'], place),
      source_type: nth(['EMAIL', 'FORM', 'PHONE'], place),
      hubspot_owner_id: nth(size.owners, place),
    };
    plantLink(hub, plant(hub, portal, '0-5', values, { createdAt }), person);
  }
}
