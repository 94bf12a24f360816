import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Unrecognized } from '#kit/connector.ts';
import { at, type Json, type JsonObject } from '#std/json.ts';
import { eventsOf } from './events.ts';
import { dealStageChanged } from './triggers/deal-stage-changed.ts';
import { dealWon } from './triggers/deal-won.ts';

function hook(event: string, document: JsonObject = {}, transaction = 't1'): JsonObject {
  return {
    event_name: event,
    document: {
      id: 'd1',
      name: 'Contrato',
      status: 'ongoing',
      closed_at: null,
      deal_stage: { id: 's1', name: 'Proposta' },
      deal_pipeline: { id: 'p1', name: 'Vendas' },
      user: { id: 'u1', name: 'Ana', email: 'ana@x.br' },
      deal_source: {},
      deal_custom_fields: [{ value: 'doc-1', custom_field: { id: 'f1', label: 'Chave' } }],
      ...document,
    },
    event_timestamp: '2026-11-20T18:04:34.000Z',
    transaction_uuid: transaction,
  };
}
const updated = (document: JsonObject, transaction: string) =>
  hook('crm_deal_updated', document, transaction);
const keysOf = (body: Json, trigger: string): string[] =>
  eventsOf(body).flatMap((event) => (event.trigger === trigger ? [event.dedupeKey] : []));
const stage = (id: string) => ({ deal_stage: { id, name: id } });
const won = (closedAt: string) => ({ status: 'won', closed_at: closedAt });

/** Whether two bodies hold the same fact of a trigger. */
const facts: [name: string, trigger: string, first: Json, second: Json, same: boolean][] = [
  ['a delivery that comes again', 'deal.updated', updated({}, 't1'), updated({}, 't1'), true],
  ['another change', 'deal.updated', updated({}, 't1'), updated({}, 't2'), false],
  [
    'another deal of the same transaction',
    'deal.updated',
    updated({}, 't1'),
    updated({ id: 'd2' }, 't1'),
    false,
  ],
  ['a change within the stage', 'deal.stage_changed', updated({}, 't1'), updated({ rating: 3 }, 't2'), true],
  ['the first edit of a new deal', 'deal.stage_changed', hook('crm_deal_created'), updated({}, 't2'), true],
  ['the next stage', 'deal.stage_changed', updated({}, 't1'), updated(stage('s2'), 't2'), false],
  [
    'the same stage of another deal',
    'deal.stage_changed',
    updated({}, 't1'),
    updated({ id: 'd2' }, 't2'),
    false,
  ],
  [
    'a change after the winning',
    'deal.won',
    updated(won('2026-11-20T10:00'), 't1'),
    updated(won('2026-11-20T10:00'), 't2'),
    true,
  ],
  [
    'a second winning',
    'deal.won',
    updated(won('2026-11-20T10:00'), 't1'),
    updated(won('2026-11-21T10:00'), 't2'),
    false,
  ],
];

describe('facts in webhooks', () => {
  for (const [name, trigger, first, second, same] of facts) {
    test(`${name} is ${same ? 'the same fact' : 'a new fact'} to ${trigger}`, () => {
      const [one, other] = [keysOf(first, trigger), keysOf(second, trigger)];
      assert.deepEqual([one.length, other.length], [1, 1]);
      assert.equal(one[0] === other[0], same);
    });
  }
  test('a stage that is entered again counts again when the body tells when', () => {
    const stays = (start: string) => ({ deal_stage_histories: [{ deal_stage_id: 's1', start_date: start }] });
    assert.notDeepEqual(
      keysOf(updated(stays('1'), 't1'), 'deal.stage_changed'),
      keysOf(updated(stays('2'), 't2'), 'deal.stage_changed'),
    );
  });
  test('an open deal is neither won nor lost, and a created one may be won at once', () => {
    assert.deepEqual(
      eventsOf(updated({}, 't1')).map((event) => event.trigger),
      ['deal.updated', 'deal.stage_changed'],
    );
    const created = eventsOf(hook('crm_deal_created', { status: 'lost', closed_at: 'x' })).map(
      (event) => event.trigger,
    );
    assert.deepEqual(created, ['deal.created', 'deal.stage_changed', 'deal.lost']);
  });
  test('carry what RD sent, under our words, and can be searched for', () => {
    const [event] = eventsOf(updated({ amount_total: 12.5 }, 't1'));
    const paths = [
      'deal.id',
      'deal.pipeline',
      'deal.stage',
      'deal.owner_email',
      'deal.value',
      'deal.source',
      'deal.custom.f1',
    ];
    assert.deepEqual(
      paths.map((path) => at(event!.data, path)),
      ['d1', 'Vendas', 'Proposta', 'ana@x.br', 12.5, null, 'doc-1'],
    );
    assert.deepEqual(
      [event!.terms, event!.title, event!.occurredAt],
      [['d1', 'Contrato'], 'Contrato', Date.parse('2026-11-20T18:04:34Z')],
    );
  });
  test('a contact is found by its emails', () => {
    const document = {
      id: 'c1',
      name: 'Maria',
      emails: [{ email: 'm@x.br' }, { email: 'w@x.br' }],
      job_title: 'Diretora',
    };
    const [event] = eventsOf({ ...hook('crm_contact_created'), document });
    assert.deepEqual(
      [event!.trigger, event!.terms],
      ['contact.created', ['c1', 'Maria', 'm@x.br', 'w@x.br']],
    );
    assert.deepEqual(
      [at(event!.data, 'contact.email'), at(event!.data, 'contact.title')],
      ['m@x.br', 'Diretora'],
    );
  });
  test('other events hold no facts, and other bodies are said not to be understood', () => {
    assert.deepEqual(eventsOf(hook('crm_deal_deleted')), []);
    for (const body of [null, {}, { event_name: 'crm_deal_created' }, { event_name: 'x', document: {} }]) {
      assert.throws(() => eventsOf(body), Unrecognized);
    }
  });
});

describe('trigger settings', () => {
  const [, changed] = eventsOf(updated({}, 't1'));
  const [, entered] = eventsOf(hook('crm_deal_created'));

  test('let through the pipeline and stage that are chosen, and any when none is', () => {
    const asked: [JsonObject, boolean][] = [
      [{}, true],
      [{ pipeline_id: '', stage_id: '' }, true],
      [{ pipeline_id: 'p1', stage_id: 's1' }, true],
      [{ pipeline_id: 'p1', stage_id: 's2' }, false],
      [{ pipeline_id: 'p2' }, false],
    ];
    for (const [settings, through] of asked) assert.equal(dealWon.matches(settings, changed!.data), through);
  });
  test('keep a new deal out of stage changes unless it is asked for', () => {
    assert.equal(dealStageChanged.matches({}, changed!.data), true);
    assert.equal(dealStageChanged.matches({}, entered!.data), false);
    assert.equal(dealStageChanged.matches({ include_created: true }, entered!.data), true);
  });
});
