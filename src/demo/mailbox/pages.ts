import { Hono } from 'hono';
import { html } from 'hono/html';
import { page, table } from '#kit/emulator/page.ts';
import type { Mailbox, ReceivedMail } from './mailbox.ts';

const look = {
  vendor: 'Mailbox',
  lang: 'en',
  accent: '#3d4a5c',
  strip: 'Emulated mailbox — these mails went to nobody',
  nav: [
    { href: '/mailbox', text: 'Mails' },
    { href: '/', text: 'Emulators' },
  ],
};

/** What a mail's own HTML may do in its frame: be looked at. */
const framePolicy = "default-src 'none'; style-src 'unsafe-inline'";

/** The mails on pages for people, and as JSON for journeys. */
export function mailboxApp(mailbox: Mailbox): Hono {
  const app = new Hono({ strict: false });
  const find = (id: string) => mailbox.mails().find((mail) => mail.id === Number(id));
  app.get('/', (c) => c.html(listPage(mailbox.mails())));
  app.get('/messages.json', (c) => c.json({ mails: mailbox.mails() }));
  app.get('/:id', (c) => {
    const mail = find(c.req.param('id'));
    return mail ? c.html(mailPage(mail)) : c.text('This mail is not here any more.', 404);
  });
  app.get('/:id/html', (c) => {
    const mail = find(c.req.param('id'));
    c.header('content-security-policy', `${framePolicy}; sandbox`);
    return mail?.html ? c.html(mail.html) : c.text('This mail has no HTML.', 404);
  });
  return app;
}

function listPage(mails: ReceivedMail[]) {
  return page({
    ...look,
    title: 'Mails',
    body: table(
      ['When', 'To', 'Subject'],
      mails.map((mail) => [
        html`<time datetime="${mail.receivedAt}">${mail.receivedAt.slice(0, 19).replace('T', ' ')}</time>`,
        html`${mail.to.join(', ')}`,
        html`<a href="/mailbox/${mail.id}">${mail.subject || '(no subject)'}</a>`,
      ]),
      'No mail yet. Invite somebody in the console, or make a rule under Settings → Notices.',
    ),
  });
}

function mailPage(mail: ReceivedMail) {
  return page({
    ...look,
    title: mail.subject || '(no subject)',
    body: html`<dl>
        <dt>From</dt>
        <dd>${mail.from}</dd>
        <dt>To</dt>
        <dd>${mail.to.join(', ')}</dd>
        <dt>Message-ID</dt>
        <dd><code>${mail.messageId}</code></dd>
      </dl>
      ${mail.links.map((link) => html`<p style="overflow-wrap:anywhere"><a href="${link}" rel="noreferrer">${link}</a></p>`)}
      <section class="card">
        <h2>Text</h2>
        <pre style="white-space:pre-wrap;overflow-wrap:anywhere">${mail.text}</pre>
      </section>
      ${
        mail.html
          ? html`<section class="card">
              <h2>HTML</h2>
              <iframe
                src="/mailbox/${mail.id}/html"
                sandbox=""
                title="The mail as HTML"
                style="width:100%;min-height:22rem;border:0;background:#fff"
              ></iframe>
            </section>`
          : ''
      }`,
  });
}
