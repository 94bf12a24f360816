import type { Action, ActionResult } from '#kit/connector.ts';
import type { Rehearsed, RehearsalContext, RehearsedRecord } from '#kit/rehearsal.ts';
import { openCrm } from '../connect.ts';
import type { Desk } from '../desk.ts';
import { openDesk } from '../desk.ts';
import { recordUrl } from '../links.ts';
import { Imagined } from './imagined.ts';
import { imaginedPort } from './port.ts';
import { contactRecord, dealRecord, organizationRecord } from './records.ts';

/** The action with a rehearsal: its own run, against a CRM that only imagines writing. */
export function rehearsable(action: Action): Action {
  return {
    ...action,
    async rehearse(context: RehearsalContext, input: never): Promise<Rehearsed> {
      const imagined = imaginedIn(context);
      const crm = imaginedPort(openCrm(context), imagined, () => context.clock.now());
      const standIn = { ...context, crm };
      const result = await action.run(standIn, input);
      return { records: await recordsOf(openDesk(standIn), imagined, result), output: result.output };
    },
  };
}

function imaginedIn({ imagined }: RehearsalContext): Imagined {
  const known = imagined.get('rdstation');
  if (known instanceof Imagined) return known;
  const fresh = new Imagined();
  imagined.set('rdstation', fresh);
  return fresh;
}

/** What the run touched, in its order, then what it wrote besides. */
async function recordsOf(desk: Desk, imagined: Imagined, result: ActionResult): Promise<RehearsedRecord[]> {
  const written = new Map<string, RehearsedRecord>();
  for (const one of imagined.organizations.take()) {
    written.set(`organization ${one.after.id}`, await organizationRecord(desk, one));
  }
  for (const one of imagined.contacts.take()) {
    written.set(`contact ${one.after.id}`, await contactRecord(desk, imagined, one));
  }
  for (const one of imagined.deals.take()) {
    written.set(`deal ${one.after.id}`, await dealRecord(desk, imagined, one));
  }
  const touched = (result.touched ?? []).map((one) => {
    const key = `${one.object} ${one.id}`;
    const record = written.get(key) ?? untouched(desk, one);
    written.delete(key);
    return record;
  });
  const activities = imagined.activities.map(({ object, title }): RehearsedRecord => ({
    object,
    title,
    would: 'create',
    existing: null,
    changes: [],
  }));
  imagined.activities = [];
  return [...touched, ...written.values(), ...activities];
}

function untouched(desk: Desk, { object, id, title }: NonNullable<ActionResult['touched']>[number]) {
  const existing = { id, title, url: recordUrl(desk.context, object, id) };
  return { object, title, would: 'nothing' as const, existing, changes: [] };
}
