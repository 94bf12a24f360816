import { Hono } from 'hono';
import { z } from 'zod';
import type { Hub } from '../model/hub.ts';
import { invalid } from '../model/refusal.ts';
import { operators, search, type Query } from '../model/search.ts';
import { recordView } from '../model/view.ts';
import type { ApiEnv } from './caller.ts';
import { parse, readJson } from './input.ts';
import { typeOf } from './objects.ts';

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const filter = z.object({
  propertyName: z.string(),
  operator: z.enum(operators),
  value: text.optional(),
  highValue: text.optional(),
  values: z.array(text).optional(),
});
const sort = z.union([
  z.string(),
  z.object({ propertyName: z.string(), direction: z.enum(['ASCENDING', 'DESCENDING']).default('ASCENDING') }),
]);
const body = z.object({
  filterGroups: z.array(z.object({ filters: z.array(filter) })).nullish(),
  filters: z.array(filter).nullish(),
  query: z.string().nullish(),
  sorts: z.array(sort).nullish(),
  properties: z.array(z.string()).nullish(),
  limit: z.int().nullish(),
  after: z.union([z.string(), z.number()]).nullish(),
});

// HubSpot docs "CRM search", read 2026-11.
const mostGroups = 5;
const mostFilters = 6;
const mostInAll = 18;
const mostLimit = 200;
const mostResults = 10_000;
const mostCharacters = 3000;

/** `/crm/v3/objects/{type}/search`. */
export function searchRoutes(hub: Hub): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  app.post('/:type/search', async (c) => {
    const { caller, type } = typeOf(c, hub, 'read');
    const json = await readJson(c);
    if (JSON.stringify(json).length > mostCharacters) {
      throw invalid(`The request body must not be longer than ${mostCharacters} characters.`);
    }
    const input = parse(json, body);
    const limit = input.limit ?? 10;
    if (limit < 0 || limit > mostLimit) throw invalid(`limit must be between 0 and ${mostLimit}`);
    const start = Number(input.after ?? 0);
    if (!Number.isInteger(start) || start < 0) throw invalid(`after is not valid: ${String(input.after)}`);
    if (start + limit > mostResults) {
      throw invalid(`Search results are limited to the first ${mostResults.toLocaleString('en')} objects.`);
    }
    const found = search(hub, caller.portal, type, queryOf(input));
    const wanted = {
      properties: input.properties?.length ? input.properties : null,
      history: [],
      associations: [],
    };
    const results = found.slice(start, start + limit).map((row) => recordView(hub, type, row, wanted));
    const total = hub.settings().searchTotalCapped ? Math.min(found.length, mostResults) : found.length;
    const next = start + limit < Math.min(found.length, mostResults) && limit > 0;
    return c.json({ total, results, ...(next && { paging: { next: { after: String(start + limit) } } }) });
  });
  return app;
}

function queryOf(input: z.output<typeof body>): Query {
  const groups = input.filterGroups ?? [];
  const filterGroups = input.filters?.length ? [...groups, { filters: input.filters }] : groups;
  const counts = filterGroups.map(({ filters }) => filters.length);
  if (counts.length > mostGroups) throw invalid(`There can be at most ${mostGroups} filter groups.`);
  if (counts.some((count) => count > mostFilters)) {
    throw invalid(`There can be at most ${mostFilters} filters in a group.`);
  }
  if (counts.reduce((sum, count) => sum + count, 0) > mostInAll) {
    throw invalid(`There can be at most ${mostInAll} filters in all.`);
  }
  for (const one of filterGroups.flatMap(({ filters }) => filters)) checkOperands(one);
  if ((input.sorts?.length ?? 0) > 1) throw invalid('Only one sort can be given.');
  const [first] = input.sorts ?? [];
  const order = typeof first === 'string' ? sortOf(first) : first;
  return {
    filterGroups,
    query: input.query ?? '',
    sort: order ? { propertyName: order.propertyName, descending: order.direction === 'DESCENDING' } : null,
  };
}

// The OpenAPI has sorts as texts: a name, or one with a minus before it.
function sortOf(text: string): { propertyName: string; direction: string } {
  return text.startsWith('-')
    ? { propertyName: text.slice(1), direction: 'DESCENDING' }
    : { propertyName: text, direction: 'ASCENDING' };
}

function checkOperands({ operator, propertyName, value, highValue, values }: z.output<typeof filter>): void {
  const needs: Record<string, boolean> = {
    IN: values !== undefined,
    NOT_IN: values !== undefined,
    BETWEEN: value !== undefined && highValue !== undefined,
    HAS_PROPERTY: true,
    NOT_HAS_PROPERTY: true,
  };
  if (!(needs[operator] ?? value !== undefined)) {
    throw invalid(`Filter on ${propertyName} with operator ${operator} lacks its value.`);
  }
}
