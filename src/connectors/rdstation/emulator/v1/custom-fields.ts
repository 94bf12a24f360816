import { Hono } from 'hono';
import { must, type Crm } from '../model/crm.ts';
import { changeField, createField, fieldsFor } from '../model/custom-fields.ts';
import { textsOf, type Fields } from '../model/fields.ts';
import { given } from '../model/given.ts';
import { Refusal } from '../model/refusal.ts';
import { fieldOwners, fieldTypes } from '../model/rows.ts';
import { fieldShape } from './custom-shape.ts';
import { bodyOf, wrapped, type V1Env } from './reply.ts';

/** Custom fields; the list is a bare array, POST answers 201. */
export function customFieldRoutes(crm: Crm): Hono<V1Env> {
  const app = new Hono<V1Env>();
  app.get('/', (c) => {
    const owner = fieldOwners.find((owner) => owner === c.req.query('for'));
    const rows = owner ? fieldsFor(crm, owner) : fieldOwners.flatMap((owner) => fieldsFor(crm, owner));
    return c.json(rows.map(fieldShape));
  });
  app.post('/', async (c) => {
    const body = wrapped(await bodyOf(c), 'custom_field');
    const owner = fieldOwners.find((owner) => owner === body.text('for'));
    const type = fieldTypes.find((type) => type === body.text('type'));
    if (!owner) throw new Refusal('not_included', 'for');
    if (!type) throw new Refusal('not_included', 'type');
    const said = readField(body);
    const usual = { label: '', opts: [], required: false, unique: false, allowNew: false, visible: true };
    return c.json(fieldShape(createField(crm, { ...usual, ...said, for: owner, type })), 201);
  });
  app.get('/:id', (c) => c.json(fieldShape(must(crm.fields, c.req.param('id'), 'Custom field'))));
  app.put('/:id', async (c) => {
    const row = must(crm.fields, c.req.param('id'), 'Custom field');
    return c.json(fieldShape(changeField(crm, row, readField(wrapped(await bodyOf(c), 'custom_field')))));
  });
  app.delete('/:id', (c) => {
    crm.fields.delete(must(crm.fields, c.req.param('id'), 'Custom field').id);
    return c.body(null, 204);
  });
  return app;
}

function readField(body: Fields) {
  return given({
    label: body.text('label') ?? undefined,
    opts: textsOf(body, 'opts'),
    required: body.flag('required') ?? undefined,
    unique: body.flag('unique') ?? undefined,
    allowNew: body.flag('allow_new') ?? undefined,
    visible: body.flag('visible') ?? undefined,
    order: body.number('order') ?? undefined,
  });
}
