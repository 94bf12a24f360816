import { orNull } from '../errors.ts';
import type { Deal, DealQuery } from '../port.ts';
import type { DealCalls } from '../port-parts.ts';
import { newestFirst, readAs } from '../wire.ts';
import { dealBody, lineBody } from './bodies.ts';
import type { V2Client } from './client.ts';
import { allOf, textFilter } from './rdql.ts';
import * as wire from './wire.ts';

/** Deals over API v2. */
export function v2Deals(client: V2Client): DealCalls {
  async function listDeals(filter: string | undefined): Promise<Deal[]> {
    const rows = await client.list('/deals', { filter, 'sort[created_at]': 'desc' });
    return newestFirst(
      rows.map((row) => readAs(wire.deal, row, 'GET /deals')),
      (deal) => deal.createdAt,
    );
  }

  return {
    getDeal: (id) =>
      orNull(client.get(`/deals/${id}`).then((body) => readAs(wire.deal, body, 'GET /deals/:id'))),
    async findDeals(query) {
      return (await listDeals(dealFilter(query))).filter((deal) => satisfies(deal, query));
    },
    async dealsOfContact(contact, { pipelineId, closed }) {
      // Deals cannot be filtered by contact, so they are narrowed as far as RDQL goes and compared here.
      const ids = contact.deals?.map((deal) => deal.id);
      if (ids?.length === 0) return [];
      const deals = await listDeals(
        allOf(
          ids && `id:(${ids.join(',')})`,
          pipelineId === null ? null : `pipeline_id:${pipelineId}`,
          closed ? null : '-status:(won,lost)',
        ),
      );
      return deals.filter(
        (deal) =>
          (ids !== undefined || deal.contactIds?.includes(contact.id)) &&
          (pipelineId === null || deal.pipelineId === pipelineId) &&
          (closed || deal.outcome === 'open'),
      );
    },
    // Without the product line: that would be a second call, and one effect must be one call. It is added afterwards.
    createDeal: async (fields) =>
      readAs(wire.deal, await client.post('/deals', dealBody(fields)), 'POST /deals'),
    updateDeal: async (id, fields) =>
      readAs(wire.deal, await client.put(`/deals/${id}`, dealBody(fields)), 'PUT /deals/:id'),
    lines: async (dealId) =>
      (await client.list(`/deals/${dealId}/products`)).map((row) =>
        readAs(wire.dealLine, row, 'GET /deals/:id/products'),
      ),
    addLine: async (dealId, line) =>
      readAs(
        wire.dealLine,
        await client.post(`/deals/${dealId}/products`, lineBody(line)),
        'POST /deals/:id/products',
      ),
    updateLine: async (dealId, lineId, line) =>
      readAs(
        wire.dealLine,
        await client.put(`/deals/${dealId}/products/${lineId}`, lineBody(line)),
        'PUT /deals/:id/products',
      ),
  };
}

function dealFilter(query: DealQuery): string | undefined {
  return allOf(
    query.title === undefined ? null : textFilter('name', query.title),
    query.custom && textFilter(`@${query.custom.key}`, query.custom.value),
    query.pipelineId && `pipeline_id:${query.pipelineId}`,
    query.outcome && (query.outcome === 'open' ? '-status:(won,lost)' : `status:${query.outcome}`),
  );
}

function satisfies(deal: Deal, query: DealQuery): boolean {
  const { title, custom, outcome, pipelineId } = query;
  if (title !== undefined && deal.title.trim() !== title.trim()) return false;
  if (custom && deal.custom[custom.key] !== custom.value) return false;
  if (pipelineId !== undefined && deal.pipelineId !== pipelineId) return false;
  return outcome === undefined || deal.outcome === outcome;
}
