import { Hono } from 'hono';
import { must, type Crm } from '../model/crm.ts';
import { changeField, createField, fieldsFor } from '../model/custom-fields.ts';
import { dates, labelDocument, productDocument } from '../model/documents.ts';
import { textsOf } from '../model/fields.ts';
import { given } from '../model/given.ts';
import { changeLabel, createLabel, labelsOf, mustLabel } from '../model/labels.ts';
import { utc } from '../model/moment.ts';
import { Refusal } from '../model/refusal.ts';
import {
  fieldOwners,
  fieldTypes,
  type FieldRow,
  type LabelKind,
  type LabelRow,
  type ProductRow,
  type UserRow,
} from '../model/rows.ts';
import { list, number, stamps, text } from './collection.ts';
import { dataOf, type V2Env } from './reply.ts';

/** Sources, campaigns, lost reasons or segments. */
export function labelRoutes(crm: Crm, kind: LabelKind): Hono<V2Env> {
  const app = new Hono<V2Env>();
  const shape = (row: LabelRow) => labelDocument(row, utc);
  const writable = kind === 'source' || kind === 'campaign' ? ['name', 'description'] : ['name'];
  app.get('/', (c) => {
    const attributes = {
      id: text((row: LabelRow) => row.id),
      name: text((row: LabelRow) => row.name),
      ...stamps,
    };
    return list(c, crm, { attributes, rows: () => labelsOf(crm, kind) }, shape);
  });
  app.post('/', async (c) => {
    const data = await dataOf(c, writable);
    const draft = { name: data.text('name'), description: data.text('description') };
    return c.json({ data: shape(createLabel(crm, kind, draft)) }, 201);
  });
  app.get('/:id', (c) => c.json({ data: shape(mustLabel(crm, kind, c.req.param('id'))) }));
  app.put('/:id', async (c) => {
    const row = mustLabel(crm, kind, c.req.param('id'));
    const data = await dataOf(c, writable);
    return c.json({
      data: shape(changeLabel(crm, row, { name: data.text('name'), description: data.text('description') })),
    });
  });
  return app;
}

/** The product catalogue, to read. */
export function productRoutes(crm: Crm): Hono<V2Env> {
  const app = new Hono<V2Env>();
  const shape = (row: ProductRow) => productDocument(row, utc);
  app.get('/', (c) => {
    const attributes = {
      name: text((row: ProductRow) => row.name),
      price: number((row: ProductRow) => row.basePrice),
    };
    return list(c, crm, { attributes: { ...attributes, ...stamps }, rows: () => crm.products.all() }, shape);
  });
  app.get('/:id', (c) => c.json({ data: shape(must(crm.products, c.req.param('id'), 'Product')) }));
  return app;
}

/** Users, to read. */
export function userRoutes(crm: Crm): Hono<V2Env> {
  const app = new Hono<V2Env>();
  const shape = ({ id, name, email, phone, ...row }: UserRow) => ({
    id,
    name,
    email,
    phone,
    ...dates(row, utc),
  });
  app.get('/', (c) => {
    const attributes = {
      name: text((row: UserRow) => row.name),
      email: text((row: UserRow) => row.email),
      ...stamps,
    };
    return list(c, crm, { attributes, rows: () => crm.users.all() }, shape);
  });
  app.get('/:id', (c) => c.json({ data: shape(must(crm.users, c.req.param('id'), 'User')) }));
  return app;
}

const fieldWritable = ['name', 'type', 'entity', 'options', 'unique', 'allow_new_option', 'order'];

/** Custom fields; the slug is made from the name and never changes. */
export function customFieldRoutes(crm: Crm): Hono<V2Env> {
  const app = new Hono<V2Env>();
  app.get('/', (c) => {
    const attributes = {
      name: text((row: FieldRow) => row.label),
      slug: text((row: FieldRow) => row.slug),
      type: text((row: FieldRow) => row.type),
      entity: text((row: FieldRow) => row.for),
      ...stamps,
    };
    const rows = () => fieldOwners.flatMap((owner) => fieldsFor(crm, owner));
    return list(c, crm, { attributes, rows }, fieldDocument);
  });
  app.post('/', async (c) => {
    const data = await dataOf(c, fieldWritable);
    const owner = fieldOwners.find((owner) => owner === data.text('entity'));
    const type = fieldTypes.find((type) => type === data.text('type'));
    if (!owner) throw new Refusal('not_included', 'entity');
    if (!type) throw new Refusal('not_included', 'type');
    const usual = { label: '', opts: [], required: false, unique: false, allowNew: false, visible: true };
    const row = createField(crm, { ...usual, ...readField(data), for: owner, type });
    return c.json({ data: fieldDocument(row) }, 201);
  });
  app.get('/:id', (c) =>
    c.json({ data: fieldDocument(must(crm.fields, c.req.param('id'), 'Custom field')) }),
  );
  app.put('/:id', async (c) => {
    const row = must(crm.fields, c.req.param('id'), 'Custom field');
    return c.json({ data: fieldDocument(changeField(crm, row, readField(await dataOf(c, fieldWritable)))) });
  });
  app.delete('/:id', (c) => {
    crm.fields.delete(must(crm.fields, c.req.param('id'), 'Custom field').id);
    return c.body(null, 204);
  });
  return app;
}

function readField(data: Awaited<ReturnType<typeof dataOf>>) {
  return given({
    label: data.text('name') ?? undefined,
    opts: textsOf(data, 'options'),
    unique: data.flag('unique') ?? undefined,
    allowNew: data.flag('allow_new_option') ?? undefined,
    order: data.number('order') ?? undefined,
  });
}

function fieldDocument(row: FieldRow) {
  return {
    id: row.id,
    name: row.label,
    slug: row.slug,
    type: row.type,
    entity: row.for,
    options: row.opts,
    unique: row.unique,
    allow_new_option: row.allowNew,
    order: row.order,
    required_rules: [],
    display_rules: [],
    ...dates(row, utc),
  };
}
