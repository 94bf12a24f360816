import { z } from 'zod';
import { titleOf } from '#domain/records/object.ts';
import type { Action, ActionContext, ActionResult } from '#kit/connector.ts';
import type { Values } from '#domain/records/value.ts';
import type { Found } from '#kit/effects.ts';
import type { VendorRecord } from '#kit/objects.ts';
import { readOne, search } from '../objects/read.ts';
import { snapshot } from '../objects/records.ts';
import { typeNamed } from '../objects/types.ts';
import { createOne } from '../objects/write.ts';
import { mappingField, mappingRows, optional, required, valuesOf } from './input.ts';
import { resultOf, settle } from './settle.ts';

const company = typeNamed('company');
const input = z.object({ domain: required, name: optional, fields: mappingRows });

/** How long a new company may be missing from searches: "a few moments" ("CRM search", HubSpot docs, read 2026-11). */
const indexLagMs = 30_000;

/**
 * Creates or updates the company with a domain. HubSpot takes two companies with one domain, so the one we made is
 * remembered, others are searched for, and of several a person chooses.
 */
export const companyUpsert: Action = {
  key: 'company.upsert',
  version: 1,
  input,
  fields: [
    { key: 'domain', type: 'template', required: true },
    { key: 'name', type: 'template' },
    mappingField('companyProperties'),
  ],
  output: [
    { path: 'company.id', type: 'text', sample: '7001' },
    { path: 'company.outcome', type: 'text', sample: 'created' },
    { path: 'company.title', type: 'text', sample: 'ACME Ltda' },
    { path: 'company.values', type: 'object', sample: { domain: 'acme.example' } },
  ],
  effect: { mode: 'probe', visibilityDelayMs: indexLagMs },
  async run(context: ActionContext, given: z.output<typeof input>): Promise<ActionResult> {
    const domain = bare(given.domain);
    const wanted: Values = { ...valuesOf(given.fields), ...(given.name !== null && { name: given.name }) };
    return resultOf(
      company,
      await settle(context, company, await ensureCompany(context, domain, wanted), wanted),
    );
  },
};

function ensureCompany(context: ActionContext, domain: string, wanted: Values) {
  const names = ['name', 'domain', ...Object.keys(wanted)];
  return context.effects.ensure<VendorRecord>({
    object: 'company',
    match: domain,
    find: () => findByDomain(context, domain, names),
    async create() {
      const made = await createOne(context, company, { name: domain, ...wanted, domain });
      return { id: made.externalId, value: made };
    },
    read: (id) => readOne(context, company, { id }, names),
  });
}

async function findByDomain(
  context: ActionContext,
  domain: string,
  properties: string[],
): Promise<Found<VendorRecord>> {
  const filters = [{ propertyName: 'domain', operator: 'EQ', value: domain }];
  const { results } = await search(context, company, { filterGroups: [{ filters }], properties, limit: 10 });
  const [first, ...others] = results.map(snapshot);
  if (!first) return { kind: 'none' };
  if (others.length === 0) return { kind: 'one', id: first.externalId, value: first };
  const titled = ({ externalId: id, values }: VendorRecord) => {
    const given = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value ?? '']));
    return { id, title: titleOf(company, given) || id };
  };
  return { kind: 'many', candidates: [first, ...others].map(titled) };
}

/** `https://www.Acme.com/about` and `acme.com` are one domain. */
function bare(domain: string): string {
  return domain
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/^www\./, '')
    .replace(/[/?#:].*$/, '');
}
