import type { Contact, CrmPort, Deal, DealFields, DealLine, DealQuery, ValueLine } from '../port.ts';
import type { DealCalls, LineCalls } from '../port-parts.ts';
import type { Imagined } from './imagined.ts';
import { isImaginedId } from './imagined.ts';

/** Deals as a run would find and leave them; nothing is written. */
export function imaginedDeals(crm: CrmPort, imagined: Imagined, now: () => number): DealCalls {
  const { deals } = imagined;
  const getDeal = async (id: string): Promise<Deal | null> => {
    const known = deals.imagined(id);
    if (known || isImaginedId(id)) return known ?? null;
    const real = await crm.getDeal(id);
    return real && deals.now(real);
  };
  return {
    getDeal,
    async findDeals(query) {
      const real = (await crm.findDeals(query)).map((deal) => deals.now(deal));
      return [...deals.made(), ...real].filter((deal) => answers(deal, query));
    },
    async dealsOfContact(contact, query) {
      const real = isImaginedId(contact.id) ? [] : await crm.dealsOfContact(atVendor(contact), query);
      const made = deals.made().filter((deal) => isLinked(contact, deal));
      return [...made, ...real.map((deal) => deals.now(deal))].filter(
        (deal) =>
          (query.closed || deal.outcome === 'open') &&
          (query.pipelineId === null || deal.pipelineId === null || deal.pipelineId === query.pipelineId),
      );
    },
    createDeal(fields, line) {
      const deal = newDeal(imagined.newId('deal'), fields, crm.linkSide === 'contact' ? line : null, now());
      if (line && crm.linkSide === 'contact') imagined.lines.set(deal.id, [newLine(imagined, line)]);
      return Promise.resolve(deals.write(null, deal));
    },
    async updateDeal(id, fields) {
      const current = (await getDeal(id))!;
      return deals.write(current, changed(current, fields));
    },
    ...imaginedLines(crm, imagined, getDeal),
  };
}

function imaginedLines(crm: CrmPort, imagined: Imagined, getDeal: CrmPort['getDeal']): LineCalls {
  const lines = async (dealId: string): Promise<DealLine[]> =>
    imagined.lines.get(dealId) ?? (isImaginedId(dealId) ? [] : crm.lines(dealId));
  const write = async (dealId: string, all: DealLine[]): Promise<void> => {
    imagined.lines.set(dealId, all);
    const deal = (await getDeal(dealId))!;
    const amount = all.reduce((sum, line) => sum + line.total, 0);
    imagined.deals.write(deal, { ...deal, amount });
  };
  return {
    lines,
    async addLine(dealId, line) {
      const added = newLine(imagined, line);
      await write(dealId, [...(await lines(dealId)), added]);
      return added;
    },
    async updateLine(dealId, lineId, line) {
      const after = { id: lineId, productId: line.productId, total: line.price };
      await write(
        dealId,
        (await lines(dealId)).map((one) => (one.id === lineId ? after : one)),
      );
      return after;
    },
  };
}

function newLine(imagined: Imagined, line: ValueLine): DealLine {
  return { id: imagined.newId('line'), productId: line.productId, total: line.price };
}

function newDeal(
  id: string,
  fields: DealFields & { title: string },
  line: ValueLine | null,
  createdAt: number,
): Deal {
  const blank: Deal = {
    id,
    title: fields.title,
    outcome: 'open',
    pipelineId: null,
    stageId: null,
    ownerId: null,
    sourceId: null,
    campaignId: null,
    organizationId: null,
    rating: null,
    closeOn: null,
    amount: line?.price ?? null,
    custom: {},
    contactIds: [],
    contactEmails: [],
    createdAt,
    partial: false,
  };
  return changed(blank, fields);
}

/** A deal after a write. Titles are trimmed, as RD does. */
function changed(deal: Deal, { custom, title, ...fields }: DealFields): Deal {
  return {
    ...deal,
    ...fields,
    ...(title === undefined ? {} : { title: title.trim() }),
    custom: { ...deal.custom, ...custom },
  };
}

function answers(deal: Deal, { title, pipelineId, custom, outcome }: DealQuery): boolean {
  return (
    (title === undefined || deal.title.trim() === title.trim()) &&
    (pipelineId === undefined || deal.pipelineId === null || deal.pipelineId === pipelineId) &&
    (custom === undefined || deal.custom[custom.key] === custom.value) &&
    (outcome === undefined || deal.outcome === outcome)
  );
}

/** The contact without deals that RD does not know. */
function atVendor(contact: Contact): Contact {
  return { ...contact, deals: contact.deals?.filter(({ id }) => !isImaginedId(id)) ?? null };
}

function isLinked(contact: Contact, deal: Deal): boolean {
  return (
    contact.deals?.some(({ id }) => id === deal.id) === true || deal.contactIds?.includes(contact.id) === true
  );
}
