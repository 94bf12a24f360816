import { Hono, type Context } from 'hono';
import { cors } from 'hono/cors';
import { z } from 'zod';
import { faultsOf, submit } from '../model/forms.ts';
import type { Hub } from '../model/hub.ts';
import { HubError, notFound } from '../model/refusal.ts';
import type { FormRow } from '../model/rows-beside.ts';
import { needScope, type ApiEnv } from './caller.ts';
import { numberParam, pageOf, parse, readJson } from './input.ts';

const submission = z.object({
  fields: z.array(
    z.object({
      objectTypeId: z.string().default('0-1'),
      name: z.string(),
      value: z
        .union([z.string(), z.number(), z.boolean(), z.null()])
        .transform((value) => String(value ?? '')),
    }),
  ),
  context: z
    .object({ hutk: z.string().nullish(), pageUri: z.string().nullish(), pageName: z.string().nullish() })
    .loose()
    .nullish(),
  legalConsentOptions: z.unknown().optional(),
  submittedAt: z.unknown().optional(),
});

/**
 * `/submissions/v3/integration/submit/{portal}/{form}`, open to any page, and `secure/submit`, which needs a token.
 * HubSpot docs "Submit data to a form", read 2026-11.
 */
export function submissionRoutes(hub: Hub): Hono {
  const app = new Hono();
  app.use('/integration/submit/*', cors());
  app.post('/integration/submit/:portal/:guid', (c) => take(c, hub));
  return app;
}

/** The secure variant, behind the token gate. */
export function secureSubmissionRoutes(hub: Hub): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  app.post('/:portal/:guid', (c) => {
    const caller = c.get('caller');
    needScope(caller, 'forms');
    if (String(caller.portal) !== c.req.param('portal')) throw notFound();
    return take(c, hub);
  });
  return app;
}

async function take(c: Context, hub: Hub) {
  const form = hub.forms.get(`${c.req.param('portal')}/${c.req.param('guid')}`);
  const input = parse(await readJson(c), submission);
  if (!form) throw notFound(`No form exists with guid ${c.req.param('guid')}`);
  const values = input.fields.map(({ name, value, objectTypeId }) => ({ name, value, objectTypeId }));
  const errors = faultsOf(form, values);
  if (errors.length > 0) {
    const body = { status: 'error', message: 'The request is not valid', correlationId: hub.newId(), errors };
    return c.json(body, 400);
  }
  const { pageUri, pageName } = input.context ?? {};
  try {
    submit(hub, form, { values, pageUrl: pageUri ?? '', pageName: pageName ?? '' });
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    const body = {
      status: 'error',
      message: error.message,
      correlationId: hub.newId(),
      errors: error.details.errors,
    };
    return c.json(body, 400);
  }
  return c.json({ inlineMessage: form.thanks });
}

/** Definitions (`/marketing/v3/forms`) and what was submitted (`/form-integrations/v1/submissions/forms/{guid}`). */
export function formRoutes(hub: Hub): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  const mustForm = (c: Context<ApiEnv>): FormRow => {
    const caller = c.get('caller');
    needScope(caller, 'forms');
    const row = hub.forms.get(`${caller.portal}/${c.req.param('guid')}`);
    if (!row) throw notFound();
    return row;
  };
  app.get('/marketing/v3/forms', (c) => {
    const caller = c.get('caller');
    needScope(caller, 'forms');
    const rows = hub.by.formsOf.all(String(caller.portal));
    const limit = numberParam(c, 'limit', 50, { min: 1, max: 500 });
    return c.json(pageOf(rows.map(formView), c.req.query('after'), limit));
  });
  app.get('/marketing/v3/forms/:guid', (c) => c.json(formView(mustForm(c))));
  app.get('/form-integrations/v1/submissions/forms/:guid', (c) => {
    const form = mustForm(c);
    const limit = numberParam(c, 'limit', 20, { min: 1, max: 50 });
    // Newest first.
    const rows = hub.by.submissionsOf.all(form.id).reverse();
    const views = rows.map((row) => ({
      conversionId: row.id,
      submittedAt: row.submittedAt,
      values: row.values,
      pageUrl: row.pageUrl,
      pageName: row.pageName,
    }));
    return c.json(pageOf(views, c.req.query('after'), limit));
  });
  return app;
}

function formView(row: FormRow) {
  return {
    id: row.guid,
    formType: 'hubspot',
    name: row.name,
    createdAt: new Date(row.createdAt).toISOString(),
    updatedAt: new Date(row.updatedAt).toISOString(),
    archived: false,
    fieldGroups: row.fields.map((field) => ({
      groupType: 'default_group',
      richTextType: 'text',
      fields: [{ objectTypeId: '0-1', validation: {}, dependentFields: [], ...field }],
    })),
    configuration: {
      language: 'en',
      cloneable: true,
      editable: true,
      archivable: true,
      recaptchaEnabled: false,
      createNewContactForNewEmail: false,
      allowLinkToResetKnownValues: false,
      notifyContactOwner: false,
      notifyRecipients: [],
      lifecycleStages: [],
      prePopulateKnownValues: true,
      postSubmitAction: { type: 'thank_you', value: row.thanks },
    },
    displayOptions: { renderRawHtml: false, theme: 'default_style', submitButtonText: 'Submit' },
    legalConsentOptions: { type: 'none' },
  };
}
