import type { Context } from 'hono';
import { html, raw } from 'hono/html';
import { page, type Html } from '#kit/emulator/page.ts';
import type { GateParts } from '../api/caller.ts';
import type { Actor } from '../model/records.ts';
import { HubError, notFound } from '../model/refusal.ts';
import type { AccountRow } from '../model/rows.ts';
import type { Subscriptions } from '../webhooks/subscriptions.ts';
import type { Hub } from '../model/hub.ts';

/** What the pages are made from. */
export type PageParts = GateParts & { subscriptions: Subscriptions };

/** Where the host mounts this emulator; all links begin with it. */
export const base = '/hubspot';

const style = `
main{max-width:75rem}
h1,.card h2,dd,li,td{overflow-wrap:anywhere}
.card>h2:first-child{margin-top:0}
td{min-width:8rem}
.split{display:flex;flex-wrap:wrap;gap:.3rem .75rem;align-items:center;justify-content:space-between;margin:0 0 .5rem}
.split form{margin:0}
.split button{padding:.15rem .6rem}
.card h3{font-size:1rem;margin:.75rem 0 .5rem;text-transform:capitalize}
.card>form{margin:0 0 1.25rem}
.board{display:grid;grid-auto-flow:column;grid-auto-columns:minmax(14rem,1fr);gap:.75rem;overflow-x:auto;padding-bottom:.5rem}
.column{background:var(--paper);border:1px solid var(--line);border-radius:8px;padding:.6rem;min-width:0}
.column h2{margin:0 0 .25rem;font-size:1rem}
.column ol,.plain{list-style:none;margin:0;padding:0}
.column li{border:1px solid var(--line);border-left:4px solid var(--accent);border-radius:6px;background:var(--ground);padding:.5rem .6rem;margin:0 0 .5rem}
.sub{color:var(--soft);font-size:.9rem;margin:.1rem 0;overflow-wrap:anywhere}
.inline{display:flex;flex-wrap:wrap;gap:.5rem .75rem;align-items:flex-end}
.inline .field{margin:0;flex:1 1 12rem;min-width:0;max-width:32rem}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr));gap:0 1.5rem;align-items:start}
.columns>*{min-width:0}
.entry{border-left:3px solid var(--line);padding:.1rem 0 .1rem .75rem;margin:0 0 .8rem}
.honey{position:absolute;left:-999rem}
details>summary{cursor:pointer;font-weight:600;padding:.3rem 0}
@media(max-width:48rem){.board{grid-auto-flow:row;grid-auto-columns:auto;overflow-x:visible}}
`;

const done: Record<string, string> = {
  created: 'Created.',
  saved: 'Saved.',
  archived: 'Deleted. It can be restored here.',
  restored: 'Restored.',
  erased: 'Permanently deleted.',
  linked: 'Association added.',
  unlinked: 'Association removed.',
  installed: 'Installed.',
  uninstalled: 'Uninstalled: its tokens no longer work.',
  resent: 'Sent again.',
};

/** A page; within an account, with the account's links. A message rides in the query after a form was sent. */
export function shell(c: Context, title: string, body: Html, account?: AccountRow) {
  const { ok, error } = c.req.query();
  const text = error ?? (ok ? done[ok] : undefined);
  const path = c.req.path.replace(/^\/hubspot/, '');
  const links = account ? accountLinks(account) : [];
  const nav = [...links, ['/', 'Accounts'] as const, ['/developer', 'Developer'] as const];
  return c.html(
    page({
      vendor: 'HubSpot',
      lang: 'en',
      accent: '#b3371a',
      title,
      nav: nav.map(([href, text]) => ({ href: base + href, text, current: href === path })),
      notice: text ? { kind: error ? 'bad' : 'good', text } : undefined,
      body: html`<style>
          ${raw(style)}
        </style>
        ${account ? html`<p class="sub">${account.name} · Hub ID ${account.portalId}</p>` : ''} ${body}`,
    }),
  );
}

function accountLinks({ portalId }: AccountRow): (readonly [string, string])[] {
  const at = `/contacts/${portalId}`;
  return [
    [`${at}/objects/0-1`, 'Contacts'],
    [`${at}/objects/0-2`, 'Companies'],
    [`${at}/board`, 'Deals'],
    [`${at}/objects/0-5`, 'Tickets'],
    [`${at}/forms`, 'Forms'],
    [`${at}/settings`, 'Settings'],
  ];
}

/** The account of the path. @throws HubError 404 */
export function accountIn(c: Context, hub: Hub): AccountRow {
  const account = hub.accounts.get(c.req.param('portal') ?? '');
  if (!account) throw notFound('There is no such account');
  return account;
}

/** Whoever looks at the pages: the account's first user. Nobody signs in at an emulator. */
export function viewer(hub: Hub, portal: number): Actor & { userId: number } {
  const user = hub.by.ownersOf.all(String(portal)).find((owner) => !owner.archived);
  const userId = user?.userId ?? 1;
  const label = user ? `${user.firstName} ${user.lastName}` : null;
  return { portal, userId, source: { type: 'CRM_UI', id: `userId:${userId}`, label, userId } };
}

/**
 * Carries out what a form asks for and goes to a page.
 * @param work does it, and may name another page to go to
 * @param back where to go, its path under `base`; also when HubSpot refuses
 */
export function act(c: Context, back: string, ok: string, work: () => string | undefined) {
  try {
    return c.redirect(withQuery(work() ?? back, { ok }), 303);
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    const said = error.details.errors?.map((one) => one.message).join(' ') ?? error.message;
    return c.redirect(withQuery(back, { error: said }), 303);
  }
}

function withQuery(path: string, query: Record<string, string>): string {
  const url = new URL(base + path, 'http://localhost');
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.pathname + url.search;
}

/** The fields of a sent form, as texts; several of one name are joined with semicolons. */
export async function formOf(c: Context): Promise<Record<string, string>> {
  const data = await c.req.formData();
  const texts = (name: string) =>
    data.getAll(name).filter((value): value is string => typeof value === 'string');
  return Object.fromEntries([...new Set(data.keys())].map((name) => [name, texts(name).join(';').trim()]));
}

const moments = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'short',
  timeZone: 'UTC',
});
/** A time as people read it, UTC. */
export function moment(ms: number | string | null | undefined): string {
  if (ms === null || ms === undefined || ms === '') return '–';
  return moments.format(typeof ms === 'number' ? ms : Date.parse(ms));
}
