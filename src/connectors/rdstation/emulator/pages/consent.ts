import type { Context, Hono } from 'hono';
import { html } from 'hono/html';
import { choice } from '#kit/emulator/page.ts';
import type { AppRow } from '../oauth/grants.ts';
import { userChoices } from './board.ts';
import { base, formOf, shell, viewer, type PageParts } from './shell.ts';

interface Asked {
  app: AppRow;
  redirectUri: string;
  state: string | undefined;
}

/** `/oauth/authorize`: asks a person whether an app may use the account, and sends the answer back to the app. */
export function consentPages(app: Hono, { crm, grants }: PageParts): void {
  // A wrong app or address is told to the person, never sent on: the address cannot be trusted then.
  const read = (said: Record<string, string>): Asked | string => {
    const known = grants.app(said['client_id'] ?? '');
    if (!known) return 'Aplicativo desconhecido: confira o client_id.';
    const redirectUri = said['redirect_uri'] ?? '';
    if (!grants.mayReturnTo(known, redirectUri)) {
      return 'A redirect_uri não é uma URL de callback deste aplicativo.';
    }
    if (said['response_type'] !== 'code') return 'O parâmetro response_type precisa ser "code".';
    return { app: known, redirectUri, state: said['state'] };
  };
  const refuse = (c: Context, why: string) => {
    c.status(400);
    return shell(c, 'Não foi possível autorizar', html`<p class="card" role="alert">${why}</p>`);
  };

  app.get('/oauth/authorize', (c) => {
    const query = c.req.query();
    const asked = read(query);
    if (typeof asked === 'string') return refuse(c, asked);
    const kept = ['client_id', 'redirect_uri', 'response_type', 'state'].filter((name) => name in query);
    return shell(
      c,
      'Autorizar acesso',
      html`<form class="card" method="post" action="${base}/oauth/authorize">
        <p>
          <strong>${asked.app.name}</strong> quer acessar sua conta do RD Station CRM: ler e alterar
          negociações, contatos, empresas e tarefas.
        </p>
        ${kept.map((name) => html`<input type="hidden" name="${name}" value="${query[name]}" />`)}
        ${choice('usuario', 'Autorizar como', userChoices(crm), viewer(crm).id)}
        <div class="actions">
          <button name="resposta" value="sim">Autorizar</button>
          <button class="quiet" name="resposta" value="nao">Cancelar</button>
        </div>
      </form>`,
    );
  });
  app.post('/oauth/authorize', async (c) => {
    const form = await formOf(c);
    const asked = read(form);
    if (typeof asked === 'string') return refuse(c, asked);
    const target = new URL(asked.redirectUri);
    if (form['resposta'] === 'sim') {
      const user = crm.users.get(form['usuario'] ?? '') ?? viewer(crm);
      target.searchParams.set('code', grants.grant(asked.app, asked.redirectUri, user.id));
    } else {
      target.searchParams.set('error', 'access_denied');
    }
    if (asked.state !== undefined) target.searchParams.set('state', asked.state);
    return c.redirect(target.toString(), 303);
  });
}
