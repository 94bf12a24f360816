import { Hono } from 'hono';
import { must, type Crm } from '../model/crm.ts';
import { dates } from '../model/documents.ts';
import type { Fields } from '../model/fields.ts';
import {
  changeLabel,
  changeProduct,
  createLabel,
  createProduct,
  labelsOf,
  mustLabel,
  type ProductDraft,
} from '../model/labels.ts';
import { brasilia } from '../model/moment.ts';
import type { LabelKind, LabelRow, ProductRow } from '../model/rows.ts';
import { bodyOf, ids, paged, searched, wrapped, type V1Env } from './reply.ts';

/**
 * Sources, campaigns and lost reasons.
 * @param list the member a list is in, "deal_sources" say
 * @param one the member a body is in; a lost reason's is flat
 */
export function labelRoutes(crm: Crm, kind: LabelKind, list: string, one: string | null): Hono<V1Env> {
  const app = new Hono<V1Env>();
  const read = (body: Fields) => {
    const inner = one === null ? body : wrapped(body, one);
    return { name: inner.text('name'), description: inner.text('description') };
  };
  app.get('/', (c) => {
    const page = paged(c, searched(c, labelsOf(crm, kind)));
    return c.json({ [list]: page.rows.map(labelShape), has_more: page.has_more, total: page.total });
  });
  app.post('/', async (c) => c.json(labelShape(createLabel(crm, kind, read(await bodyOf(c))))));
  app.get('/:id', (c) => c.json(labelShape(mustLabel(crm, kind, c.req.param('id')))));
  app.put('/:id', async (c) => {
    const row = mustLabel(crm, kind, c.req.param('id'));
    return c.json(labelShape(changeLabel(crm, row, read(await bodyOf(c)))));
  });
  return app;
}

function labelShape(row: LabelRow) {
  const described = row.kind !== 'lost_reason';
  const { id, name, description } = row;
  return { ...ids(id), ...dates(row, brasilia), ...(described && { description }), name };
}

/** The product catalogue. */
export function productRoutes(crm: Crm): Hono<V1Env> {
  const app = new Hono<V1Env>();
  app.get('/', (c) => {
    const page = paged(c, crm.products.all());
    return c.json({ products: page.rows.map(productShape), has_more: page.has_more, total: page.total });
  });
  app.post('/', async (c) => c.json(productShape(createProduct(crm, readProduct(await bodyOf(c))))));
  app.get('/:id', (c) => c.json(productShape(must(crm.products, c.req.param('id'), 'Product'))));
  app.put('/:id', async (c) => {
    const row = must(crm.products, c.req.param('id'), 'Product');
    return c.json(productShape(changeProduct(crm, row, readProduct(await bodyOf(c)))));
  });
  return app;
}

function readProduct(body: Fields): ProductDraft {
  const product = wrapped(body, 'product');
  return {
    name: product.text('name'),
    description: product.text('description'),
    basePrice: product.number('base_price'),
    visible: product.flag('visible'),
  };
}

// The catalogue writes prices as text; the products of a deal write them as numbers.
function productShape(row: ProductRow) {
  const { id, name, description, visible } = row;
  const price = row.basePrice.toFixed(2);
  return {
    ...ids(id),
    base_price: price,
    description,
    name,
    product_custom_fields: [],
    visible,
    ...dates(row, brasilia),
  };
}
