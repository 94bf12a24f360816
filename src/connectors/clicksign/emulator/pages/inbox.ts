import { html } from 'hono/html';
import { field, table } from '#kit/emulator/page.ts';
import { spoken } from '../model/moment.ts';
import { go, missing, root, show, userOf, type Pages } from './layout.ts';

const path = '/caixa-de-entrada';
/** Most messages in the list. */
const most = 100;
const channels = { email: 'E-mail', sms: 'SMS', whatsapp: 'WhatsApp' } as const;

/** The messages the vendor would have sent, to whomever. */
export function inboxPages({ app, store }: Pages): void {
  app.get(path, (c) => {
    const user = userOf(store, c);
    if (!user) return go(c, '/conta');
    const to = (c.req.query('para') ?? '').trim().toLowerCase();
    const mails = store.mailsOf.all(user.accountId).reverse();
    const found = mails.filter((mail) => to === '' || mail.to.toLowerCase().includes(to)).slice(0, most);
    return show(c, {
      title: 'Caixa de entrada',
      current: path,
      body: html`<p>Aqui chegam as mensagens que a Clicksign enviaria aos signatários.</p>
        <form class="card" method="get" action="${root}${path}">
          ${field({ name: 'para', label: 'Destinatário', value: to, type: 'search' })}
          <button class="quiet">Filtrar</button>
        </form>
        ${table(
          ['Quando', 'Para', 'Canal', 'Assunto'],
          found.map((mail) => [
            html`${spoken(mail.at)}`,
            html`${mail.to}`,
            html`${channels[mail.channel]}`,
            html`<a href="${root}${path}/${mail.id}">${mail.subject}</a>`,
          ]),
          'Nenhuma mensagem.',
        )}`,
    });
  });
  app.get(`${path}/:id`, (c) => {
    const mail = store.mails.get(c.req.param('id'));
    if (!mail) return missing(c, 'Mensagem');
    return show(c, {
      title: mail.subject,
      current: path,
      body: html`<div class="card">
          <p>Para: ${mail.to} · ${channels[mail.channel]} · ${spoken(mail.at)}</p>
          ${mail.body.map((paragraph) => html`<p>${paragraph}</p>`)}
          ${mail.code === null ? '' : html`<p>Token: <code id="token">${mail.code}</code></p>`}
          ${
            mail.link === null
              ? ''
              : html`<p><a class="button" href="${root}${mail.link.path}">${mail.link.text}</a></p>`
          }
        </div>
        <p><a href="${root}${path}">Voltar à caixa de entrada</a></p>`,
    });
  });
}
