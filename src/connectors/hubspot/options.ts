import { z } from 'zod';
import type { ObjectType } from '#domain/records/object.ts';
import { isMultiple, type Property } from '#domain/records/property.ts';
import type { ConnectionContext, OptionsLoader } from '#kit/connector.ts';
import type { Option } from '#kit/field.ts';
import { ask } from './client.ts';
import { readOwners, readPipelines, readProperties } from './objects/schema.ts';
import { standardType, typeNamed } from './objects/types.ts';
import { id, listSearch, paging } from './wire.ts';

/** Choices read from the account, with the account's own words. Nothing is remembered: who fills in a form wants it fresh. */
export const options: Record<string, OptionsLoader> = {
  pipelines: async (context, _, search) => {
    const all = await readPipelines(context, typeNamed('deal'));
    return matching(
      all.map(({ id: value, label }) => ({ value, label })),
      search,
    );
  },
  /** Without a pipeline the stages of all, under its name each. */
  stages: async (context, { pipeline = '' }, search) => {
    const all = await readPipelines(context, typeNamed('deal'));
    const chosen = pipeline === '' ? all : all.filter((one) => one.id === pipeline);
    const stages = chosen.flatMap(({ label: group, stages: own }) =>
      own.map(({ id: value, label }) => ({ value, label, ...(pipeline === '' && { group }) })),
    );
    return matching(stages, search);
  },
  owners: async (context, _, search) => {
    const there = (await readOwners(context)).filter(({ archived }) => !archived);
    const named = there.map(({ id: value, firstName, lastName, email }) => ({
      value,
      label: [firstName, lastName].filter(Boolean).join(' ') || (email ?? value),
    }));
    return matching(named, search);
  },
  lists: async (context, _, search) => matching(await readLists(context), search),
  forms: async (context, _, search) => matching(await readForms(context), search),
  lifecycleStages: async (context, _, search) => {
    const all = await readProperties(context, typeNamed('contact'));
    const stages = all.find(({ name }) => name === 'lifecyclestage')?.options ?? [];
    return matching(
      stages.map(({ value, label }) => ({ value, label })),
      search,
    );
  },
  properties: async (context, { object = '' }, search) => {
    const type = standardType(object);
    return type ? matching((await readProperties(context, type)).map(propertyOption), search) : [];
  },
  contactProperties: writable('contact'),
  companyProperties: writable('company'),
  dealProperties: writable('deal'),
};

/** Properties of an object that may be filled. */
function writable(name: string): OptionsLoader {
  const object: ObjectType = typeNamed(name);
  return async (context, _, search) => {
    const all = (await readProperties(context, object)).filter(
      ({ readOnly, hidden }) => !readOnly && !hidden,
    );
    return matching(all.map(propertyOption), search);
  };
}

const kinds: Partial<Record<Property['type'], NonNullable<Option['type']>>> = {
  number: 'number',
  bool: 'boolean',
  date: 'date',
  datetime: 'date',
};

function propertyOption(property: Property): Option {
  const { name, label, group, options: choices, custom, type } = property;
  const chosen = isMultiple(property) ? 'multiple' : 'option';
  return {
    ...{ value: name, label, custom },
    ...(group !== '' && { group }),
    type: type === 'enumeration' ? chosen : (kinds[type] ?? 'text'),
    ...(choices.length > 0 && { choices: choices.map(({ value }) => value) }),
  };
}

const mostPages = 40;

/** Lists whose members are chosen by hand; five hundred a call. */
async function readLists(context: ConnectionContext): Promise<Option[]> {
  const found: Option[] = [];
  let offset = 0;
  for (let page = 0; page < mostPages; page++) {
    const json = { count: 500, offset, processingTypes: ['MANUAL', 'SNAPSHOT'] };
    const path = '/crm/v3/lists/search';
    const { lists, hasMore, offset: next } = await ask(context, listSearch, { method: 'POST', path, json });
    found.push(...lists.map(({ listId: value, name: label }) => ({ value, label })));
    if (hasMore !== true || lists.length === 0) break;
    offset = next ?? offset + lists.length;
  }
  return found;
}

const formPage = z.object({ results: z.array(z.object({ id, name: z.string() })), paging });

async function readForms(context: ConnectionContext): Promise<Option[]> {
  const found: Option[] = [];
  let after: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const query = { limit: 100, after };
    const answer = await ask(context, formPage, { method: 'GET', path: '/marketing/v3/forms', query });
    found.push(...answer.results.map(({ id: value, name: label }) => ({ value, label })));
    after = answer.paging?.next?.after;
    if (after === undefined) break;
  }
  return found;
}

/** Options whose label or value holds the search, in any case. */
function matching(all: Option[], search: string): Option[] {
  const wanted = search.trim().toLowerCase();
  const has = (text: string) => text.toLowerCase().includes(wanted);
  return wanted === '' ? all : all.filter(({ label, value }) => has(label) || has(value));
}
