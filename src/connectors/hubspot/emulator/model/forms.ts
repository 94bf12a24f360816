import type { Hub } from './hub.ts';
import { uniqueKey } from './lookups.ts';
import { propertyOf } from './properties.ts';
import { createRecord, setValues, updateRecord, type Actor } from './records.ts';
import type { RecordRow } from './rows.ts';
import type { FormRow, SubmissionRow } from './rows-beside.ts';
import { standardType } from './types.ts';

/** One submission as the submission endpoint takes it. */
export interface Submission {
  values: { name: string; value: string; objectTypeId: string }[];
  pageUrl: string;
  pageName: string;
}

/** Why a submission is not taken, one entry for each field at fault. */
export interface SubmissionFault {
  message: string;
  errorType: 'REQUIRED_FIELD' | 'INVALID_EMAIL';
}

/** What is wrong with a submission: required fields and the address. Fields the form lacks are taken all the same. */
export function faultsOf(form: FormRow, values: Submission['values']): SubmissionFault[] {
  const given = new Map(values.map(({ name, value }) => [name, value.trim()]));
  const missing = form.fields
    .filter((field) => field.required && !given.get(field.name))
    .map((field): SubmissionFault => ({
      errorType: 'REQUIRED_FIELD',
      message: `Error in 'fields.${field.name}'. Required field '${field.name}' is missing`,
    }));
  const email = given.get('email');
  if (email && !/^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]+$/.test(email)) {
    missing.push({
      errorType: 'INVALID_EMAIL',
      message: `Error in 'fields.email'. Invalid email address '${email}'`,
    });
  }
  return missing;
}

/** Takes a submission in: the contact of its address is made or changed, and marked with the conversion. */
export function submit(hub: Hub, form: FormRow, submission: Submission): SubmissionRow {
  return hub.commit(() => {
    const contact = contactOf(hub, form, submission);
    const now = hub.now();
    const row = hub.submissions.put({
      id: hub.newId(),
      form: form.id,
      submittedAt: now,
      ...submission,
      contactId: contact.objectId,
    });
    const seen = Number(contact.values['num_conversion_events'] ?? '0');
    const event = `${submission.pageName || 'Website'}: ${form.name}`;
    const at = new Date(now).toISOString();
    const first = seen === 0 && { first_conversion_date: at, first_conversion_event_name: event };
    const others =
      hub.by.submissionsOf.all(form.id).filter((one) => one.contactId === contact.objectId).length > 1;
    const unique = Number(contact.values['num_unique_conversion_events'] ?? '0') + (others ? 0 : 1);
    setValues(hub, actorOf(form), standardType('contact')!, contact, {
      ...first,
      recent_conversion_date: at,
      recent_conversion_event_name: event,
      num_conversion_events: String(seen + 1),
      num_unique_conversion_events: String(unique),
    });
    const data = {
      portalId: form.portal,
      form: form.guid,
      contactId: contact.objectId,
      values: submission.values,
    };
    hub.record('form.submitted', row.id, data);
    return row;
  });
}

function actorOf(form: FormRow): Actor {
  return { portal: form.portal, source: { type: 'FORM', id: form.guid, label: form.name, userId: null } };
}

function contactOf(hub: Hub, form: FormRow, { values }: Submission): RecordRow {
  const type = standardType('contact')!;
  const known = values.filter(({ name, objectTypeId }) => {
    const property = objectTypeId === '0-1' && propertyOf(hub, form.portal, '0-1', name);
    return property && !property.readOnlyValue;
  });
  const given = Object.fromEntries(known.map(({ name, value }) => [name, value]));
  const email = given['email']?.trim() ?? '';
  const row = email === '' ? undefined : hub.by.unique.first(uniqueKey(form.portal, '0-1', 'email', email));
  if (!row) {
    const named =
      given['email'] || given['firstname'] || given['lastname'] ? given : { ...given, firstname: '?' };
    return createRecord(hub, actorOf(form), type, { lifecyclestage: 'lead', ...named });
  }
  delete given['email'];
  return updateRecord(hub, actorOf(form), type, row, given);
}
