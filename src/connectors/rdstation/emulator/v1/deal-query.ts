import type { Crm } from '../model/crm.ts';
import { sees } from '../model/crm.ts';
import { readMoment } from '../model/moment.ts';
import { Refusal } from '../model/refusal.ts';
import type { DealRow, UserRow } from '../model/rows.ts';
import { comparing, reachable } from './reply.ts';
import { amountsOf } from '../model/documents.ts';

type Query = Record<string, string>;
type Test = (row: DealRow) => boolean;

const orders: Record<string, (row: DealRow) => string | number | null> = {
  created_at: (row) => row.createdAt,
  updated_at: (row) => row.updatedAt,
  closed_at: (row) => row.closedAt,
  prediction_date: (row) => row.expectedCloseDate,
  name: (row) => row.name,
  rating: (row) => row.rating,
  amount_total: (row) => amountsOf(row).total,
};

/** One page of deals, with the cursor of the next. */
interface DealPage {
  rows: DealRow[];
  hasMore: boolean;
  total: number;
  nextPage: string | null;
}

/**
 * Answers GET /deals. There is no way to ask for a contact's e-mail or a custom field: API v1 has none.
 * @throws Refusal for a cursor or a period that cannot be read
 */
export function findDeals(crm: Crm, user: UserRow, query: Query): DealPage {
  const limit = Math.min(positive(query['limit'], 20), 200);
  const order = comparing(orders, { order: query['order'], direction: query['direction'] }, 'desc');
  const tests = [...testsOf(crm, query), (row: DealRow) => sees(user, row.ownerId)];
  const found = candidates(crm, query)
    .filter((row) => tests.every((test) => test(row)))
    .sort(order);
  const start = query['next_page']
    ? placeAfter(crm, found, order, query['next_page'])
    : (positive(query['page'], 1) - 1) * limit;
  // A cursor goes on for ever; by page only the first rows are reached.
  const within = query['next_page'] ? found : found.slice(0, reachable);
  const rows = within.slice(start, start + limit);
  const last = rows.at(-1);
  return {
    rows,
    hasMore: start + limit < within.length,
    total: found.length,
    nextPage: last ? `i-${last.createdAt},s-${last.id}` : null,
  };
}

function candidates(crm: Crm, query: Query): DealRow[] {
  if (query['name'] && query['exact_name'] === 'true') return crm.by.dealName.all(query['name']);
  if (query['deal_stage_id']) return crm.by.dealStage.all(query['deal_stage_id']);
  return crm.deals.all();
}

function placeAfter(
  crm: Crm,
  found: DealRow[],
  order: (a: DealRow, b: DealRow) => number,
  cursor: string,
): number {
  const match = /^i-(\d+),s-([0-9a-f]{24})$/.exec(cursor);
  if (!match) throw new Refusal('bad_request', 'next_page', 'Invalid next page param format');
  const last = crm.deals.get(match[2]!);
  const after = last
    ? found.findIndex((row) => order(row, last) > 0)
    : found.findIndex((row) => row.createdAt < Number(match[1]));
  return after < 0 ? found.length : after;
}

const same: Record<string, (row: DealRow) => string | null> = {
  user_id: (row) => row.ownerId,
  campaign_id: (row) => row.campaignId,
  deal_stage_id: (row) => row.stageId,
  deal_lost_reason_id: (row) => row.lostReasonId,
  organization: (row) => row.organizationId,
};

function testsOf(crm: Crm, query: Query): Test[] {
  const tests: Test[] = [];
  for (const [name, of] of Object.entries(same)) {
    if (query[name]) tests.push((row) => of(row) === query[name]);
  }
  if (query['deal_pipeline_id']) {
    tests.push((row) => crm.stages.get(row.stageId)?.pipelineId === query['deal_pipeline_id']);
  }
  return [...tests, ...nameTests(query), ...stateTests(query), ...periodTests(query), ...productTests(query)];
}

// An exact name is answered from the index, see `candidates`.
function nameTests(query: Query): Test[] {
  const name = query['name']?.toLowerCase();
  return name && query['exact_name'] !== 'true' ? [(row) => row.name.toLowerCase().includes(name)] : [];
}

function stateTests(query: Query): Test[] {
  const tests: Test[] = [];
  const status = { true: 'won', false: 'lost', null: 'ongoing' }[query['win'] ?? ''];
  if (status) tests.push((row) => row.status === status);
  if (query['closed_at'] === 'true') tests.push((row) => row.status !== 'ongoing');
  if (query['closed_at'] === 'false') tests.push((row) => row.status === 'ongoing');
  if (query['hold'] === 'true') tests.push((row) => row.hold);
  return tests;
}

const periods: Record<string, (row: DealRow) => number | null> = {
  created_at_period: (row) => row.createdAt,
  closed_at_period: (row) => row.closedAt,
  prediction_date_period: (row) => (row.expectedCloseDate ? readMoment(row.expectedCloseDate) : null),
};

function periodTests(query: Query): Test[] {
  return Object.entries(periods).flatMap(([name, of]): Test[] => {
    if (query[name] !== 'true') return [];
    const from = readMoment(query['start_date'] ?? '');
    const to = readMoment(query['end_date'] ?? '');
    if (from === null || to === null) {
      throw new Refusal('bad_request', name, 'start_date and end_date are required and must be dates');
    }
    return [
      (row) => {
        const at = of(row);
        return at !== null && at >= from && at <= to;
      },
    ];
  });
}

function productTests(query: Query): Test[] {
  const asked = query['product_presence'];
  if (!asked) return [];
  if (asked === 'true' || asked === 'false') return [(row) => row.products.length > 0 === (asked === 'true')];
  const wanted = new Set(asked.split(',').map((id) => id.trim()));
  return [(row) => row.products.some(({ productId }) => productId !== null && wanted.has(productId))];
}

function positive(text: string | undefined, otherwise: number): number {
  const value = Number.parseInt(text ?? '', 10);
  return value > 0 ? value : otherwise;
}
