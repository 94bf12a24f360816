import { Hono } from 'hono';
import { must, sees, type Crm } from '../model/crm.ts';
import { readCustomList } from '../model/custom-fields.ts';
import { changeDeal, createDeal, type DealDraft } from '../model/deals.ts';
import type { Fields } from '../model/fields.ts';
import { Refusal } from '../model/refusal.ts';
import type { DealRow, UserRow } from '../model/rows.ts';
import { contactListItem, readContact } from './contact-shape.ts';
import { readProduct } from './deal-products.ts';
import { findDeals } from './deal-query.ts';
import { dealListItem, dealShape } from './deal-shape.ts';
import { bodyOf, paged, wrapped, type V1Env } from './reply.ts';

/** GET, POST and PUT of deals, and the contacts of a deal. There is no DELETE. */
export function dealRoutes(crm: Crm): Hono<V1Env> {
  const app = new Hono<V1Env>();
  app.get('/', (c) => {
    const page = findDeals(crm, c.get('user'), c.req.query());
    const deals = page.rows.map((row) => dealListItem(crm, row));
    return c.json({ deals, has_more: page.hasMore, next_page: page.nextPage, total: page.total });
  });
  app.post('/', async (c) => c.json(dealShape(crm, postDeal(crm, await bodyOf(c), c.get('user')))));
  app.get('/:id', (c) => {
    const row = visibleDeal(crm, c.req.param('id'), c.get('user'));
    return c.json(dealShape(crm, row, { pipeline: true }));
  });
  app.put('/:id', async (c) => {
    const row = visibleDeal(crm, c.req.param('id'), c.get('user'));
    return c.json(dealShape(crm, changeDeal(crm, row, putDraft(crm, await bodyOf(c)))));
  });
  app.get('/:id/contacts', (c) => {
    const row = visibleDeal(crm, c.req.param('id'), c.get('user'));
    const page = paged(c, crm.by.contactDeal.all(row.id));
    const contacts = page.rows.map((contact) => contactListItem(crm, contact, { deals: false }));
    return c.json({ contacts, has_more: page.has_more, total: page.total });
  });
  return app;
}

/** A deal the token's user sees; any other is not found. */
export function visibleDeal(crm: Crm, id: string, user: UserRow): DealRow {
  const row = must(crm.deals, id, 'Deal');
  if (!sees(user, row.ownerId)) throw new Refusal('not_found', 'Deal');
  return row;
}

function postDeal(crm: Crm, body: Fields, user: UserRow): DealRow {
  const deal = wrapped(body, 'deal');
  const draft: DealDraft = {
    ...attributes(crm, deal),
    ...relations(body),
    stageId: deal.text('deal_stage_id'),
    organizationId: related(body, 'organization') ?? deal.text('organization_id'),
    products: body.items('deal_products')?.map((item) => readProduct(crm, item)),
  };
  const owner = handedTo(crm, body);
  const contacts = body.items('contacts') ?? [];
  const drafts = contacts.map((contact) => readContact(crm, contact));
  return createDeal(crm, owner ? { ...draft, ownerId: owner } : draft, user, drafts);
}

// The stage is read at the top level. Inside `deal` it is passed over without a word, and the answer is 200: the
// vendor's behaviour since its changelog moved the attribute.
function putDraft(crm: Crm, body: Fields): DealDraft {
  const deal = body.object('deal');
  const organizationId = deal?.text('organization_id');
  const stageId = body.text('deal_stage_id');
  return { ...(deal && attributes(crm, deal)), organizationId, ...relations(body), stageId };
}

function attributes(crm: Crm, deal: Fields): DealDraft {
  const win = deal.flag('win');
  return {
    name: deal.text('name'),
    rating: deal.number('rating'),
    hold: deal.flag('hold'),
    status: typeof win === 'boolean' ? (win ? 'won' : 'lost') : undefined,
    ownerId: deal.text('user_id'),
    expectedCloseDate: deal.text('prediction_date'),
    lostReasonId: deal.text('deal_lost_reason_id'),
    lostNote: deal.text('deal_lost_note'),
    customFields: readCustomList(crm, 'deal', deal, 'deal_custom_fields'),
  };
}

function relations(body: Fields): DealDraft {
  return { sourceId: related(body, 'deal_source'), campaignId: related(body, 'campaign') };
}

function related(body: Fields, name: string): string | null | undefined {
  return body.object(name)?.text('_id');
}

// Hand-out rules: only one that names a user, by id or e-mail, has an effect here.
function handedTo(crm: Crm, body: Fields): string | undefined {
  const owner = body.object('distribution_settings')?.object('owner');
  if (owner?.text('type') !== 'user') return undefined;
  const [id, email] = [owner.text('id'), owner.text('email')];
  const user = id ? crm.users.get(id) : crm.users.find((row) => row.email === email);
  if (!user) throw new Refusal('not_found', 'User');
  return user.id;
}
