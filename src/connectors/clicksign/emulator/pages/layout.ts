import type { Context, Hono } from 'hono';
import { getCookie } from 'hono/cookie';
import { html } from 'hono/html';
import { page, type Html } from '#kit/emulator/page.ts';
import { Refusal } from '../model/refusal.ts';
import type { EnvelopeStatus, UserRow } from '../model/rows.ts';
import type { Store } from '../model/store.ts';

/** Where the pages live. */
export const root = '/clicksign';
export const accountCookie = 'clicksign_conta';

/** What the pages of one subject get to work with. */
export interface Pages {
  app: Hono;
  store: Store;
  /** Runs a change as one commit: all of it or nothing. */
  change: <T>(work: () => T) => T;
}

interface View {
  title: string;
  body: Html;
  /** The path of the head bar's link this page belongs to. */
  current?: string;
  /** A message to show instead of the one the address carries. */
  notice?: { kind: 'good' | 'bad'; text: string };
  status?: 200 | 404 | 422;
}

const nav = [
  ['/', 'Documentos'],
  ['/documentos/novo', 'Adicionar documentos'],
  ['/caixa-de-entrada', 'Caixa de entrada'],
  ['/configuracoes/api', 'Configurações → API'],
  ['/conta', 'Conta'],
] as const;

/** Answers a page; `?ok=` and `?erro=` of the address become its message. */
export function show(c: Context, view: View): Response | Promise<Response> {
  const { ok, erro } = c.req.query();
  const notice =
    view.notice ??
    (erro !== undefined ? { kind: 'bad' as const, text: erro } : undefined) ??
    (ok !== undefined ? { kind: 'good' as const, text: ok } : undefined);
  const whole = page({
    vendor: 'Clicksign',
    lang: 'pt-BR',
    accent: '#1f4fc4',
    title: view.title,
    nav: nav.map(([path, text]) => ({ href: `${root}${path}`, text, current: path === view.current })),
    body: view.body,
    notice,
  });
  return c.html(whole, view.status ?? 200);
}

/** Sends the browser on after a form, with a message. */
export function go(c: Context, path: string, message?: { ok?: string; erro?: string }): Response {
  const query = new URLSearchParams(message).toString();
  return c.redirect(`${root}${path}${query === '' ? '' : `?${query}`}`, 303);
}

/** Does a change and goes on; what the vendor refuses is shown on `back` instead. */
export function attempt(c: Context, back: string, work: () => Response): Response {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) return go(c, back, { erro: error.message });
    throw error;
  }
}

/** The person whose account the pages show: chosen on the page "Conta", the first one otherwise. */
export function userOf(store: Store, c: Context): UserRow | undefined {
  const account = getCookie(c, accountCookie);
  return store.users.find((user) => user.accountId === account) ?? store.users.find(() => true);
}

/** The page for a thing that is not there. */
export function missing(c: Context, what: string): Response | Promise<Response> {
  return show(c, {
    title: `${what} não encontrado`,
    status: 404,
    body: html`<p><a href="${root}/">Voltar</a></p>`,
  });
}

const statusWords: Record<EnvelopeStatus, readonly [string, string]> = {
  draft: ['Rascunho', 'soft'],
  running: ['Em andamento', ''],
  closed: ['Finalizado', 'good'],
  canceled: ['Cancelado', 'bad'],
};

/** A status as a tag. */
export function statusTag(status: EnvelopeStatus): Html {
  const [text, kind] = statusWords[status];
  return html`<span class="tag ${kind}">${text}</span>`;
}

/** A form of one button. */
export function button(path: string, text: string, kind = 'quiet'): Html {
  return html`<form method="post" action="${root}${path}"><button class="${kind}">${text}</button></form>`;
}

/** The texts of a posted form; files and repeated fields left out. */
export async function formTexts(c: Context): Promise<Record<string, string>> {
  const form = await c.req.parseBody();
  const texts = Object.entries(form).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(texts.map(([name, value]) => [name, value.trim()]));
}
