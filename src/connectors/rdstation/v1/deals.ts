import { z } from 'zod';
import { orNull } from '../errors.ts';
import type { Deal, DealQuery } from '../port.ts';
import type { DealCalls } from '../port-parts.ts';
import { newestFirst, readAs } from '../wire.ts';
import { dealChangeBody, lineBody, newDealBody } from './bodies.ts';
import type { V1Client } from './client.ts';
import { allPages } from './pages.ts';
import * as wire from './wire.ts';

/** `win` filter by outcome; the word null is a value here. */
const winFilter = { open: 'null', won: 'true', lost: 'false' } as const;

/** Deals over API v1. */
export function v1Deals(client: V1Client): DealCalls {
  const getDeal = (id: string): Promise<Deal | null> =>
    orNull(client.get(`/deals/${id}`).then((body) => readAs(wire.deal, body, 'GET /deals/:id')));

  return {
    getDeal,
    async findDeals(query) {
      const rows = await allPages(client, '/deals', 'deals', {
        name: query.title,
        exact_name: query.title === undefined ? undefined : true,
        deal_pipeline_id: query.pipelineId,
        win: query.outcome && winFilter[query.outcome],
        order: 'created_at',
        direction: 'desc',
      });
      const deals = rows.map((row) => listed(readAs(wire.deal, row, 'GET /deals'), query));
      return newestFirst(
        deals.filter((deal) => satisfies(deal, query)),
        (deal) => deal.createdAt,
      );
    },
    async dealsOfContact(contact, { pipelineId, closed }) {
      const wanted = (contact.deals ?? []).filter(
        (deal) => closed || deal.outcome === null || deal.outcome === 'open',
      );
      const deals: Deal[] = [];
      // A contact's list names its deals but not their pipelines, so each is read.
      for (const { id } of wanted) {
        const deal = await getDeal(id);
        if (deal && (pipelineId === null || deal.pipelineId === pipelineId)) deals.push(deal);
      }
      return newestFirst(
        deals.filter((deal) => closed || deal.outcome === 'open'),
        (deal) => deal.createdAt,
      );
    },
    createDeal: async (fields, line) =>
      readAs(wire.deal, await client.post('/deals', newDealBody(fields, line)), 'POST /deals'),
    updateDeal: async (id, fields) =>
      readAs(wire.deal, await client.put(`/deals/${id}`, dealChangeBody(fields)), 'PUT /deals/:id'),
    async lines(dealId) {
      const body = await client.get(`/deals/${dealId}/deal_products`);
      return readAs(z.object({ deal_products: z.array(wire.dealLine) }), body, 'GET /deals/:id/deal_products')
        .deal_products;
    },
    addLine: async (dealId, line) =>
      readAs(
        wire.dealLine,
        await client.post(`/deals/${dealId}/deal_products`, lineBody(line)),
        'POST deal_products',
      ),
    updateLine: async (dealId, lineId, line) =>
      readAs(
        wire.dealLine,
        await client.put(`/deals/${dealId}/deal_products/${lineId}`, lineBody(line)),
        'PUT deal_products',
      ),
  };
}

/** Lists leave out source, campaign and pipeline; the pipeline is known when it was asked for. */
function listed(deal: Deal, query: DealQuery): Deal {
  return { ...deal, pipelineId: deal.pipelineId ?? query.pipelineId ?? null, partial: true };
}

/** v1 cannot filter by a custom field, and how exact `exact_name` is (case, spaces) is not documented: checked here. */
function satisfies(deal: Deal, query: DealQuery): boolean {
  const { title, custom, outcome } = query;
  if (title !== undefined && deal.title.trim() !== title.trim()) return false;
  if (custom && deal.custom[custom.key] !== custom.value) return false;
  return outcome === undefined || deal.outcome === outcome;
}
