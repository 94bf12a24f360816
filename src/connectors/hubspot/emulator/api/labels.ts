import type { Hono } from 'hono';
import { z } from 'zod';
import { kindsOf, labelsOf, plainKind } from '../model/association-types.ts';
import type { Hub } from '../model/hub.ts';
import { conflict, notFound } from '../model/refusal.ts';
import { endsOf } from './ends.ts';
import type { ApiEnv } from './caller.ts';
import { parse, readJson } from './input.ts';

const newLabel = z.object({
  label: z.string().min(1),
  name: z.string().min(1),
  inverseLabel: z.string().nullish(),
});
const changedLabel = z.object({
  associationTypeId: z.number(),
  label: z.string().min(1),
  inverseLabel: z.string().nullish(),
});

/** Labels of links: `/crm/v4/associations/{from}/{to}/labels`. */
export function labelRoutes(app: Hono<ApiEnv>, hub: Hub): void {
  const view = ({ category, typeId, label }: { category: string; typeId: number; label: string | null }) => ({
    category,
    typeId,
    label,
  });
  app.get('/:from/:to/labels', (c) => {
    const { caller, from, to } = endsOf(c, hub, 'read');
    return c.json({ results: kindsOf(hub, caller.portal, from.id, to.id).map(view) });
  });
  app.post('/:from/:to/labels', async (c) => {
    const { caller, from, to } = endsOf(c, hub, 'write');
    const input = parse(await readJson(c), newLabel);
    const { portal } = caller;
    plainKind(from.id, to.id);
    if (labelsOf(hub, portal, from.id, to.id).some((row) => row.name === input.name)) {
      throw conflict(`Association label ${input.name} already exists`);
    }
    const rows = hub.commit(() => {
      const [there, back] = [hub.next('label'), hub.next('label')];
      const row = { portal, name: input.name };
      const one = {
        ...row,
        fromType: from.id,
        toType: to.id,
        typeId: there,
        label: input.label,
        inverseId: back,
      };
      const label = input.inverseLabel ?? input.label;
      const other = { ...row, fromType: to.id, toType: from.id, typeId: back, label, inverseId: there };
      return [one, other].map((label) => hub.labels.put({ ...label, id: `${portal}/${label.typeId}` }));
    });
    return c.json({ results: rows.map((row) => view({ category: 'USER_DEFINED', ...row })) });
  });
  app.put('/:from/:to/labels', async (c) => {
    const { caller, from, to } = endsOf(c, hub, 'write');
    const input = parse(await readJson(c), changedLabel);
    const row = labelsOf(hub, caller.portal, from.id, to.id).find(
      ({ typeId }) => typeId === input.associationTypeId,
    );
    if (!row) throw notFound();
    hub.labels.put({ ...row, label: input.label });
    return c.body(null, 204);
  });
  app.delete('/:from/:to/labels/:typeId', (c) => {
    const { caller, from, to } = endsOf(c, hub, 'write');
    const row = labelsOf(hub, caller.portal, from.id, to.id).find(
      ({ typeId }) => String(typeId) === c.req.param('typeId'),
    );
    if (!row) throw notFound();
    hub.commit(() => {
      hub.labels.delete(row.id);
      hub.labels.delete(`${row.portal}/${row.inverseId}`);
    });
    return c.body(null, 204);
  });
}
