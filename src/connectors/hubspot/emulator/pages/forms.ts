import type { Hono } from 'hono';
import { html } from 'hono/html';
import { field, table, type Html } from '#kit/emulator/page.ts';
import { faultsOf, submit } from '../model/forms.ts';
import { HubError, notFound } from '../model/refusal.ts';
import type { FormField, FormRow } from '../model/rows-beside.ts';
import { accountIn, base, formOf, moment, shell, type PageParts } from './shell.ts';

/** An account's forms, what was submitted, and each form as visitors see it. */
export function formPages(app: Hono, { hub }: PageParts): void {
  app.get('/contacts/:portal/forms', (c) => {
    const account = accountIn(c, hub);
    const rows = hub.by.formsOf
      .all(account.id)
      .map((form) => [
        html`<a href="${base}/forms/${account.portalId}/${form.guid}">${form.name}</a>`,
        html`<code>${form.guid}</code>`,
        html`${hub.by.submissionsOf.all(form.id).length}`,
      ]);
    const latest = hub.by.formsOf
      .all(account.id)
      .flatMap((form) => hub.by.submissionsOf.all(form.id).map((one) => ({ ...one, name: form.name })))
      .sort((a, b) => b.submittedAt - a.submittedAt)
      .slice(0, 30)
      .map((one) => [
        html`${moment(one.submittedAt)}`,
        html`${one.name}`,
        html`<a href="${base}/contacts/${account.portalId}/record/0-1/${one.contactId}"
          >${one.values.find(({ name }) => name === 'email')?.value ?? one.contactId}</a
        >`,
      ]);
    const body = html`${table(['Form', 'GUID', 'Submissions'], rows, 'No forms.')}
      <h2>Latest submissions</h2>
      ${table(['When (UTC)', 'Form', 'Contact'], latest, 'Nothing was submitted yet.')}`;
    return shell(c, 'Forms', body, account);
  });
  const find = (portal: string, guid: string): FormRow => {
    const form = hub.forms.get(`${portal}/${guid}`);
    if (!form) throw notFound('There is no such form');
    return form;
  };
  app.get('/forms/:portal/:guid', (c) => {
    const form = find(c.req.param('portal'), c.req.param('guid'));
    if (c.req.query('sent') !== undefined) {
      return shell(c, form.name, html`<p class="card" role="status">${form.thanks}</p>`);
    }
    return shell(c, form.name, visitorForm(form));
  });
  app.post('/forms/:portal/:guid', async (c) => {
    const form = find(c.req.param('portal'), c.req.param('guid'));
    const given = await formOf(c);
    const values = form.fields.map(({ name }) => ({ name, value: given[name] ?? '', objectTypeId: '0-1' }));
    const here = `${base}/forms/${form.portal}/${form.guid}`;
    const [fault] = faultsOf(form, values);
    if (fault) return c.redirect(`${here}?error=${encodeURIComponent(fault.message)}`, 303);
    try {
      const filled = values.filter(({ value }) => value !== '');
      submit(hub, form, { values: filled, pageUrl: hub.parts.origin + here, pageName: form.name });
    } catch (error) {
      if (!(error instanceof HubError)) throw error;
      return c.redirect(
        `${here}?error=${encodeURIComponent(error.details.errors?.[0]?.message ?? error.message)}`,
        303,
      );
    }
    return c.redirect(`${here}?sent`, 303);
  });
}

function visitorForm(form: FormRow): Html {
  return html`<form class="card" method="post" action="${base}/forms/${form.portal}/${form.guid}">
    ${form.fields.map(fieldOf)}
    <button>Submit</button>
  </form>`;
}

function fieldOf({ name, label, fieldType, required, hidden, defaultValue }: FormField): Html {
  if (hidden) return html`<input type="hidden" name="${name}" value="${defaultValue}" />`;
  if (fieldType === 'multi_line_text') {
    return html`<label class="field"
      ><span>${label}</span><textarea name="${name}" rows="4"></textarea>
    </label>`;
  }
  return field({
    name,
    label,
    required,
    type: fieldType === 'email' ? 'email' : 'text',
    value: defaultValue,
  });
}
