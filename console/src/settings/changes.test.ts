import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WorkspaceSettings } from '../../../src/api/contract.ts';
import { changesOf, leftToSave, shorterRetention, timeZones, wrongIn, type Draft } from './changes.ts';

const settings: WorkspaceSettings = {
  id: 'wsp_1',
  name: 'Acme',
  demo: false,
  timeZone: 'UTC',
  retentionDays: 90,
  auditRetentionDays: 730,
};
const draft = (change: Partial<Draft> = {}): Draft => ({
  name: 'Acme',
  timeZone: 'UTC',
  retentionDays: 90,
  auditRetentionDays: 730,
  ...change,
});
const changes = (change: Partial<Draft>) => changesOf(settings, draft(change));

test('only what differs is a change', () => {
  assert.deepEqual(changes({}), {});
  assert.deepEqual(changes({ name: ' Acme ' }), {});
  assert.deepEqual(changes({ name: 'Acme Ltda ' }), { name: 'Acme Ltda' });
  assert.deepEqual(changes({ timeZone: 'Europe/Oslo', retentionDays: 30 }), {
    timeZone: 'Europe/Oslo',
    retentionDays: 30,
  });
});

test('what was typed while saving is left to save, what was saved is not', () => {
  const saved = { ...settings, name: 'Acme Ltda', retentionDays: 30 };
  assert.deepEqual(leftToSave(saved, { name: 'Acme Ltda ', retentionDays: 30 }), {});
  assert.deepEqual(leftToSave(saved, { name: 'Acme Ltda', retentionDays: 3 }), { retentionDays: 3 });
  assert.deepEqual(leftToSave(saved, { retentionDays: '' }), { retentionDays: '' });
});

test('an emptied name or number is a change that cannot be saved', () => {
  assert.deepEqual(wrongIn(changes({ name: '  ' })), {
    name: true,
    retentionDays: false,
    auditRetentionDays: false,
  });
  for (const retentionDays of ['', 0, 3651, 1.5] as const) {
    assert.deepEqual(wrongIn(changes({ retentionDays })), {
      name: false,
      retentionDays: true,
      auditRetentionDays: false,
    });
  }
  for (const retentionDays of [1, 90, 3650]) {
    assert.deepEqual(wrongIn(changes({ retentionDays })), {
      name: false,
      retentionDays: false,
      auditRetentionDays: false,
    });
  }
});

test('a retention is told as shorter only when it is, and can be saved', () => {
  assert.equal(shorterRetention(settings, changes({ retentionDays: 89 })), 89);
  for (const retentionDays of [90, 91, '', 0] as const) {
    assert.equal(shorterRetention(settings, changes({ retentionDays })), null);
  }
});

test('a time zone that the browser does not list can still be kept', () => {
  const zones = timeZones('Asia/Kolkata');
  for (const zone of ['Asia/Kolkata', 'UTC', 'Europe/Oslo']) {
    assert.equal(zones.filter((each) => each === zone).length, 1, zone);
  }
});

test('the audit log has limits and a warning of its own', () => {
  assert.deepEqual(changes({ auditRetentionDays: 365 }), { auditRetentionDays: 365 });
  assert.equal(wrongIn(changes({ auditRetentionDays: 29 })).auditRetentionDays, true);
  assert.equal(wrongIn(changes({ auditRetentionDays: 30 })).auditRetentionDays, false);
  assert.equal(shorterRetention(settings, changes({ auditRetentionDays: 365 }), 'auditRetentionDays'), 365);
  assert.equal(shorterRetention(settings, changes({ auditRetentionDays: 731 }), 'auditRetentionDays'), null);
});
