import { Hono } from 'hono';
import { must, type Crm } from '../model/crm.ts';
import { changeDeal } from '../model/deals.ts';
import type { Fields } from '../model/fields.ts';
import { Refusal } from '../model/refusal.ts';
import type { DealProduct, DealRow } from '../model/rows.ts';
import { productShape } from './deal-shape.ts';
import { visibleDeal } from './deals.ts';
import { bodyOf, type V1Env } from './reply.ts';

const mostInBatch = 100;

/** `/deals/:deal/deal_products`: products of a deal, one by one or up to 100 at once. */
export function dealProductRoutes(crm: Crm): Hono<V1Env> {
  const app = new Hono<V1Env>();
  const path = '/:deal/deal_products';
  app.get(path, (c) => {
    const deal = visibleDeal(crm, c.req.param('deal'), c.get('user'));
    return c.json({ deal_products: deal.products.map(productShape) });
  });
  app.post(path, async (c) => {
    const deal = visibleDeal(crm, c.req.param('deal'), c.get('user'));
    const product = readProduct(crm, await bodyOf(c));
    changeDeal(crm, deal, { products: [...deal.products, product] });
    return c.json(productShape(product), 201);
  });
  app.post(`${path}/batch`, async (c) => {
    const deal = visibleDeal(crm, c.req.param('deal'), c.get('user'));
    const added = batch(await bodyOf(c)).map((item) => readProduct(crm, item));
    changeDeal(crm, deal, { products: [...deal.products, ...added] });
    return c.json({ deal_products: added.map(productShape) }, 201);
  });
  app.patch(`${path}/batch/update`, async (c) => {
    const deal = visibleDeal(crm, c.req.param('deal'), c.get('user'));
    let products = deal.products;
    for (const item of batch(await bodyOf(c))) products = replaced(products, idOf(item), item);
    changeDeal(crm, deal, { products });
    return c.body(null, 204);
  });
  app.delete(`${path}/batch/destroy`, async (c) => {
    const deal = visibleDeal(crm, c.req.param('deal'), c.get('user'));
    const gone = batch(await bodyOf(c)).map((item) => mustProduct(deal, idOf(item)).id);
    const products = deal.products.filter(({ id }) => !gone.includes(id));
    return c.json({ deal_products: changeDeal(crm, deal, { products }).products.map(productShape) });
  });
  app.put(`${path}/:id`, async (c) => {
    const deal = visibleDeal(crm, c.req.param('deal'), c.get('user'));
    const products = replaced(deal.products, mustProduct(deal, c.req.param('id')).id, await bodyOf(c));
    const changed = changeDeal(crm, deal, { products });
    return c.json(productShape(mustProduct(changed, c.req.param('id'))));
  });
  app.delete(`${path}/:id`, (c) => {
    const deal = visibleDeal(crm, c.req.param('deal'), c.get('user'));
    const { id } = mustProduct(deal, c.req.param('id'));
    changeDeal(crm, deal, { products: deal.products.filter((product) => product.id !== id) });
    return c.body(null, 204);
  });
  return app;
}

/** Reads a product for a deal: of the catalogue, or one that is only named. */
export function readProduct(crm: Crm, item: Fields): DealProduct {
  const productId = item.text('product_id') ?? null;
  const known = productId === null ? null : must(crm.products, productId, 'Product');
  const name = item.text('name') ?? known?.name ?? '';
  if (name.trim() === '') throw new Refusal('blank', 'name');
  const basePrice = item.number('base_price') ?? known?.basePrice ?? item.number('price') ?? 0;
  return {
    id: crm.newId(),
    productId,
    name,
    description: item.text('description') ?? known?.description ?? null,
    basePrice,
    price: item.number('price') ?? basePrice,
    amount: item.number('amount') ?? 1,
    discount: item.number('discount') ?? 0,
    discountType: oneOf(item, 'discount_type', ['value', 'percentage']) ?? 'value',
    recurrence: oneOf(item, 'recurrence', ['spare', 'monthly']) ?? 'spare',
    createdAt: crm.now(),
  };
}

function replaced(products: DealProduct[], id: string, item: Fields): DealProduct[] {
  if (!products.some((product) => product.id === id)) throw new Refusal('not_found', 'Deal product');
  return products.map((product) =>
    product.id !== id
      ? product
      : {
          ...product,
          price: item.number('price') ?? product.price,
          amount: item.number('amount') ?? product.amount,
          discount: item.number('discount') ?? product.discount,
          discountType: oneOf(item, 'discount_type', ['value', 'percentage']) ?? product.discountType,
          recurrence: oneOf(item, 'recurrence', ['spare', 'monthly']) ?? product.recurrence,
        },
  );
}

function oneOf<Word extends string>(item: Fields, name: string, words: readonly Word[]): Word | undefined {
  const value = item.text(name);
  if (value === undefined || value === null) return undefined;
  const word = words.find((word) => word === value);
  if (!word) throw new Refusal('not_included', name);
  return word;
}

function mustProduct(deal: DealRow, id: string): DealProduct {
  const product = deal.products.find((product) => product.id === id);
  if (!product) throw new Refusal('not_found', 'Deal product');
  return product;
}

function idOf(item: Fields): string {
  return item.text('id') ?? item.text('_id') ?? '';
}

function batch(body: Fields): Fields[] {
  const items = body.items('deal_products');
  if (!items) throw new Refusal('bad_request', 'deal_products', 'deal_products is missing');
  if (items.length > mostInBatch) throw new Refusal('too_large', 'deal_products', String(mostInBatch));
  return items;
}
