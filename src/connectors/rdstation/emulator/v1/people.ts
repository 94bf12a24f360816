import { Hono } from 'hono';
import { must, type Crm } from '../model/crm.ts';
import { dates } from '../model/documents.ts';
import { brasilia } from '../model/moment.ts';
import { Refusal } from '../model/refusal.ts';
import type { UserRow } from '../model/rows.ts';
import { ids, paged, type V1Env } from './reply.ts';

/** The account's name, as GET /token/check says it. */
export const accountName = 'Demonstração Comércio Ltda';
/** The one team, in which everybody is. */
const teamId = '62c0ffee0000000000000701';
const teamName = 'Comercial';

/** GET /users, with `active=true|false`, and /users/:id. */
export function userRoutes(crm: Crm): Hono<V1Env> {
  const app = new Hono<V1Env>();
  app.get('/', (c) => {
    const active = c.req.query('active');
    const rows = crm.users.all().filter((row) => active === undefined || String(row.active) === active);
    return c.json({ users: rows.map(userShape) });
  });
  app.get('/:id', (c) => {
    const row = must(crm.users, c.req.param('id'), 'User');
    return c.json({ ...userShape(row), phone: row.phone, teams: [{ ...ids(teamId), name: teamName }] });
  });
  return app;
}

function userShape(row: UserRow) {
  const { id, active, email, name } = row;
  return { ...ids(id), active, email, hidden: false, last_login: null, name, ...dates(row, brasilia) };
}

/** GET /teams and /teams/:id. */
export function teamRoutes(crm: Crm): Hono<V1Env> {
  const app = new Hono<V1Env>();
  const team = () => {
    const users = crm.users.all();
    const made = Math.min(...users.map((user) => user.createdAt));
    return {
      ...ids(teamId),
      name: teamName,
      team_users: users.map(({ id, name, email }) => ({ ...ids(id), name, email })),
      user_ids: users.map((user) => user.id),
      ...dates({ createdAt: made, updatedAt: made }, brasilia),
    };
  };
  app.get('/', (c) => {
    const page = paged(c, crm.users.size > 0 ? [team()] : []);
    return c.json({ teams: page.rows, has_more: page.has_more, total: page.total });
  });
  app.get('/:id', (c) => {
    if (c.req.param('id') !== teamId) throw new Refusal('not_found', 'Team');
    return c.json(team());
  });
  return app;
}
