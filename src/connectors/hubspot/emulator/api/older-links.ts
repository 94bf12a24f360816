import { Hono, type Context } from 'hono';
import { kindName, kindsOf } from '../model/association-types.ts';
import { associate, dissociate, linksOf } from '../model/associations.ts';
import type { Hub } from '../model/hub.ts';
import { invalid } from '../model/refusal.ts';
import { recordView } from '../model/view.ts';
import type { ApiEnv } from './caller.ts';
import { endsOf, recordsOf, type Ends } from './ends.ts';
import { must } from './objects.ts';

/** The older form: one type in the path, by id or name, and links by their names. */
export function olderLinkRoutes(hub: Hub): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  const kindOf = (c: Context<ApiEnv>, ends: Ends) => {
    const wanted = c.req.param('kind') ?? '';
    const kind = kindsOf(hub, ends.caller.portal, ends.from.id, ends.to.id).find(
      (one) => String(one.typeId) === wanted || kindName(ends.from.id, ends.to.id, one) === wanted,
    );
    if (!kind) {
      throw invalid(`${wanted} is not an association type between ${ends.from.plural} and ${ends.to.plural}`);
    }
    return kind;
  };
  app.put('/:from/:id/associations/:to/:toId/:kind', (c) => {
    const ends = endsOf(c, hub, 'write');
    const [from, to] = recordsOf(c, hub, ends);
    associate(hub, from, to, [kindOf(c, ends)], { source: ends.caller.source });
    const wanted = { properties: null, history: [], associations: [ends.to.plural] };
    return c.json(recordView(hub, ends.from, from, wanted));
  });
  app.delete('/:from/:id/associations/:to/:toId/:kind', (c) => {
    const ends = endsOf(c, hub, 'write');
    const [from, to] = recordsOf(c, hub, ends);
    dissociate(hub, from, to, ends.caller.source, [kindOf(c, ends).typeId]);
    return c.body(null, 204);
  });
  app.get('/:from/:id/associations/:to', (c) => {
    const ends = endsOf(c, hub, 'read');
    const from = must(hub, ends.caller.portal, ends.from, c.req.param('id'));
    const results = linksOf(hub, from, ends.to.id).flatMap((link) =>
      link.kinds.map((kind) => ({ id: link.toId, type: kindName(link.fromType, link.toType, kind) })),
    );
    return c.json({ results });
  });
  return app;
}
