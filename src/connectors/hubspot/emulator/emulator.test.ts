import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { at } from '#std/json.ts';
import { DEMO_HUBSPOT_APP_ID, DEMO_HUBSPOT_FORMS } from './demo.ts';
import { settled, startTrial, textAt } from './trial.ts';

const contacts = '/crm/v3/objects/contacts';

describe('the emulator', () => {
  test('keeps records, history, tokens and waiting webhooks over a restart', async (t) => {
    const dataFolder = mkdtempSync(join(tmpdir(), 'hubspot-'));
    t.after(() => rmSync(dataFolder, { recursive: true }));
    const before = startTrial({ dataFolder });
    const token = await before.accessToken();
    await before.api('PATCH', `${contacts}/101`, { properties: { city: 'Falun' } });
    await before.close();
    const after = startTrial({ dataFolder });
    t.after(() => after.close());
    const read = await after.api('GET', `${contacts}/101?propertiesWithHistory=city`, undefined, token);
    const versions = at(read.body, 'propertiesWithHistory.city') as { value: string }[];
    assert.deepEqual(
      versions.map((version) => version.value),
      ['Falun', 'Stockholm'],
    );
    const made = await after.api('POST', contacts, { properties: { email: 'after@example.com' } });
    assert.equal(textAt(made.body, 'id'), '501');
    assert.equal(after.ledger('contact.updated').length, 1);
  });

  test('every page opens, and a person’s edit is told as one', async () => {
    const trial = startTrial();
    const at1 = '/contacts/4001001';
    const pages = [
      '/',
      `${at1}/objects/0-1?q=astrid`,
      `${at1}/objects/0-5`,
      `${at1}/board`,
      `${at1}/record/0-3/101`,
      `${at1}/forms`,
      `${at1}/settings`,
      '/developer',
      `/developer/${DEMO_HUBSPOT_APP_ID}`,
      `/forms/4001001/${DEMO_HUBSPOT_FORMS.demo}`,
    ];
    for (const page of pages) assert.equal((await trial.call('GET', page)).status, 200, page);
    const saved = await trial.form(`${at1}/record/0-1/101`, {
      city: '<b>Falun</b>',
      email: 'astrid.andersson@norrskenbygg.se',
    });
    assert.match(saved.headers.get('location')!, /\?ok=saved$/);
    await settled();
    assert.equal(at(trial.ledger('contact.updated')[0], 'data.source.type'), 'CRM_UI');
    assert.match((await trial.call('GET', `${at1}/record/0-1/101`)).text, /&lt;b&gt;Falun/);
    const wrong = await trial.form(`${at1}/record/0-1/101`, { email: 'nobody' });
    assert.match(wrong.headers.get('location')!, /\?error=Email/);
  });

  test('seeding again changes nothing, and the control door edits as a person does', async () => {
    const trial = startTrial();
    await trial.control('POST', '/seed');
    const records = at((await trial.control('GET', '/records?type=contacts')).body, 'records') as unknown[];
    assert.equal(records.length, 400);
    const made = await trial.control('POST', '/edits', {
      do: 'create',
      properties: { email: 'ui@example.com' },
    });
    const id = textAt(made.body, 'id');
    await trial.control('POST', '/edits', { do: 'archive', id });
    await trial.control('POST', '/edits', { do: 'restore', id });
    assert.equal((await trial.api('GET', `${contacts}/${id}`)).status, 200);
  });
});
