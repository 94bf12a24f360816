import type { Context } from 'hono';
import { html, raw } from 'hono/html';
import type { EmulatorParts } from '#kit/emulator/emulator.ts';
import { page, type Html } from '#kit/emulator/page.ts';
import type { Crm } from '../model/crm.ts';
import { Refusal } from '../model/refusal.ts';
import type { UserRow } from '../model/rows.ts';
import type { Grants } from '../oauth/grants.ts';

/** What the pages are made from. */
export interface PageParts {
  crm: Crm;
  grants: Grants;
  parts: EmulatorParts;
}

/** Where the host mounts this emulator; all links begin with it. */
export const base = '/rdstation';

const links = [
  ['/funil', 'Funil de Vendas'],
  ['/contatos', 'Contatos'],
  ['/empresas', 'Empresas'],
  ['/webhooks', 'Webhooks'],
  ['/configuracoes', 'Configurações'],
  ['/perfil', 'Perfil'],
] as const;

const style = `
main{max-width:75rem}
h1,.card h2,.deal-name,dd,li{overflow-wrap:anywhere}
td{overflow-wrap:break-word;min-width:7rem}
td code{overflow-wrap:normal;white-space:nowrap}
td .actions{margin:0}
td button{white-space:nowrap}
.card>h2:first-child{margin-top:0}
.board{display:grid;grid-auto-flow:column;grid-auto-columns:minmax(14rem,1fr);gap:.75rem;overflow-x:auto;padding-bottom:.5rem}
.column{background:var(--paper);border:1px solid var(--line);border-radius:8px;padding:.6rem;min-width:0}
.column h2{margin:0 0 .5rem;font-size:1rem}
.column ol,.plain{list-style:none;margin:0;padding:0}
.column li{border:1px solid var(--line);border-left:4px solid var(--accent);border-radius:6px;background:var(--ground);padding:.5rem .6rem;margin:0 0 .5rem}
.deal-name{font-weight:600}
.sub{color:var(--soft);font-size:.9rem;margin:.1rem 0;overflow-wrap:anywhere}
.inline{display:flex;flex-wrap:wrap;gap:.5rem .75rem;align-items:flex-end}
.inline .field{margin:0;flex:1 1 12rem;min-width:0;max-width:32rem}
.tabs{display:flex;flex-wrap:wrap;gap:.25rem 1rem;border-bottom:1px solid var(--line);margin:1.25rem 0 1rem}
.tabs a{padding:.4rem 0;text-decoration:none;border-bottom:3px solid transparent}
.tabs a[aria-current]{border-color:var(--link);font-weight:600}
.steps{display:flex;flex-wrap:wrap;gap:.3rem;list-style:none;margin:.6rem 0 1rem;padding:0}
.steps li{padding:.15rem .7rem;border:1px solid var(--line);border-radius:1rem;background:var(--paper);font-size:.9rem}
.steps li[aria-current]{background:var(--accent);border-color:var(--accent);color:#fff;font-weight:600}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr));gap:0 1.5rem}
details>summary{cursor:pointer;font-weight:600;padding:.3rem 0}
@media(max-width:48rem){.board{grid-auto-flow:row;grid-auto-columns:auto;overflow-x:visible}}
`;

const done: Record<string, string> = {
  criado: 'Criado.',
  salvo: 'Alterações salvas.',
  excluido: 'Excluído.',
  token: 'Token gerado.',
  revogado: 'Acesso revogado.',
  reenviado: 'Reenvio iniciado.',
};
const sentences: Record<string, string> = {
  not_found: 'O registro não existe mais',
  blank: 'Preencha o campo',
  too_short: 'O valor é curto demais',
  too_long: 'O limite foi alcançado',
  taken: 'Já está em uso',
  not_included: 'Escolha uma das opções',
  forbidden: 'Ainda há negociações nesta etapa: mova-as antes de excluir',
};

/** A page of the account. A message rides in the query after a form was sent: `ok` or `erro`, by code. */
export function shell(c: Context, title: string, body: Html) {
  const { ok, erro, campo } = c.req.query();
  const current = c.req.path.replace(base, '').replace('/negociacoes', '/funil');
  const sentence = erro && `${sentences[erro] ?? 'Valor inválido'}${campo ? `: ${campo}` : ''}.`;
  const text = sentence ?? (ok ? done[ok] : undefined);
  return c.html(
    page({
      vendor: 'RD Station CRM',
      lang: 'pt-BR',
      accent: '#0b5f80',
      title,
      nav: links.map(([path, text]) => ({ href: base + path, text, current: current.startsWith(path) })),
      notice: text ? { kind: sentence ? 'bad' : 'good', text } : undefined,
      body: html`<style>
          ${raw(style)}
        </style>
        ${body}`,
    }),
  );
}

/**
 * Carries out what a form asks for and goes to a page.
 * @param work does it, and may name another page to go to
 * @param back the page to go to, its path under `base`; also when the account refuses
 */
export function act(c: Context, back: string, ok: string, work: () => string | undefined) {
  try {
    return c.redirect(withQuery(work() ?? back, { ok }), 303);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return c.redirect(
      withQuery(back, { erro: error.kind, campo: error.kind === 'forbidden' ? '' : error.subject }),
      303,
    );
  }
}

function withQuery(path: string, query: Record<string, string>): string {
  const url = new URL(base + path, 'http://localhost');
  for (const [name, value] of Object.entries(query)) if (value) url.searchParams.set(name, value);
  return url.pathname + url.search;
}

/** The texts a form sent under a name. */
export function textsIn(data: FormData, name: string): string[] {
  return data.getAll(name).flatMap((value) => (typeof value === 'string' ? [value.trim()] : []));
}

/** The fields of a sent form, as texts. */
export async function formOf(c: Context): Promise<Record<string, string>> {
  const data = await c.req.formData();
  return Object.fromEntries([...data.keys()].map((name) => [name, textsIn(data, name)[0] ?? '']));
}

/** Whoever looks at the pages: the account's first user. Nobody signs in at an emulator. */
export function viewer(crm: Crm): UserRow {
  const [first] = crm.users.all();
  if (!first) throw new Refusal('not_found', 'User');
  return first;
}

const money = new Intl.NumberFormat('pt-BR', { style: 'currency', currency: 'BRL' });
/** An amount in reais. */
export function reais(amount: number): string {
  return money.format(amount);
}

const moments = new Intl.DateTimeFormat('pt-BR', {
  dateStyle: 'short',
  timeStyle: 'short',
  timeZone: 'America/Sao_Paulo',
});
/** A time as people read it. */
export function moment(ms: number | null): string {
  return ms === null ? '–' : moments.format(ms);
}
