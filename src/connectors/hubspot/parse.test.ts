import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Unrecognized } from '#kit/connector.ts';
import { at, type JsonObject } from '#std/json.ts';
import { parse } from './parse.ts';

const changeOfCity: JsonObject = {
  ...{
    eventId: 1,
    subscriptionId: 25,
    portalId: 33,
    appId: 7,
    occurredAt: 1_462_216_307_945,
    attemptNumber: 0,
  },
  ...{
    subscriptionType: 'contact.propertyChange',
    objectId: 1_246_965,
    changeSource: 'CRM_UI',
    sourceId: 'userId:8',
  },
  ...{ propertyName: 'city', propertyValue: 'Oslo' },
};
const facts = (...events: JsonObject[]) => parse(events);
const keyOf = (change: JsonObject) => facts({ ...changeOfCity, ...change })[0]!.dedupeKey;

describe('what a webhook says', () => {
  test('names account, record, property, value and source', () => {
    const [fact] = facts(changeOfCity);
    assert.deepEqual(
      [fact?.trigger, fact?.account, fact?.occurredAt, fact?.title],
      ['record.changed', '33', 1_462_216_307_945, 'contact 1246965'],
    );
    assert.deepEqual(fact?.data['record'], { object: 'contact', id: '1246965' });
    assert.deepEqual(fact?.data['change'], { property: 'city', value: 'Oslo' });
    assert.deepEqual(
      [at(fact?.data, 'event.source'), at(fact?.data, 'event.source_id')],
      ['CRM_UI', 'userId:8'],
    );
  });

  test('is the same fact when it comes again, whatever its ids', () => {
    const same: JsonObject[] = [
      { eventId: 2 },
      { attemptNumber: 3 },
      { subscriptionId: 26 },
      { subscriptionType: 'object.propertyChange', objectTypeId: '0-1' },
      { changeSource: 'API' },
    ];
    for (const change of same) assert.equal(keyOf(change), keyOf({}), JSON.stringify(change));
  });

  test('is another fact for another change, although the event id is the same', () => {
    const others: JsonObject[] = [
      { propertyValue: 'Bergen' },
      { occurredAt: 1_462_216_307_946 },
      { propertyName: 'country' },
      { objectId: 1_246_966 },
      { portalId: 34 },
      { subscriptionType: 'company.propertyChange' },
    ];
    const keys = [{}, ...others].map(keyOf);
    assert.equal(new Set(keys).size, keys.length);
  });

  test('tells of stages of deals and of lifecycles a second time', () => {
    const stage = {
      subscriptionType: 'deal.propertyChange',
      propertyName: 'dealstage',
      propertyValue: 'closedwon',
    };
    const life = { propertyName: 'lifecyclestage', propertyValue: '' };
    const found = facts({ ...changeOfCity, ...stage }, { ...changeOfCity, ...life });
    assert.deepEqual(
      found.map(({ trigger }) => trigger),
      ['record.changed', 'deal.stage_changed', 'record.changed', 'contact.lifecycle_changed'],
    );
    assert.equal(at(found[1]!.data, 'deal.stage_id'), 'closedwon');
    assert.equal(at(found[3]!.data, 'change.value'), null);
  });

  test('tells merges, restores, deletions, erasures and associations apart', () => {
    const of = (subscriptionType: string, more: JsonObject = {}) => ({
      ...{ portalId: 33, occurredAt: 5, objectId: 9, subscriptionType },
      ...more,
    });
    const found = facts(
      of('contact.merge', { primaryObjectId: 9, mergedObjectIds: [4, 3], newObjectId: 12 }),
      of('contact.restore'),
      of('contact.deletion'),
      of('contact.privacyDeletion'),
      of('contact.associationChange', {
        fromObjectId: 9,
        toObjectId: 70,
        associationType: 'CONTACT_TO_COMPANY',
        associationRemoved: true,
      }),
      of('contact.creation', { changeFlag: 'CREATED' }),
    );
    assert.deepEqual(
      found.map(({ trigger }) => trigger.replace(/^.*\./, '')),
      ['merged', 'restored', 'deleted', 'erased', 'associated', 'created'],
    );
    assert.deepEqual(found[0]!.data['merge'], { primary_id: '9', merged_ids: ['4', '3'], new_id: '12' });
    assert.deepEqual(
      [found[4]!.data['record'], at(found[4]!.data, 'association.removed')],
      [{ object: 'contact', id: '9' }, true],
    );
  });

  test('is read from batches of a hundred, past events of other kinds', () => {
    const many = Array.from({ length: 99 }, (_, place) => ({ ...changeOfCity, objectId: place }));
    const conversation = { ...changeOfCity, subscriptionType: 'conversation.newMessage' };
    assert.equal(facts(...many, conversation).length, 99);
    assert.throws(() => facts(conversation), Unrecognized);
  });

  test('is read by the other name of its type, and of an account’s own objects', () => {
    const { subscriptionType: eventType, ...older } = changeOfCity;
    assert.equal(facts({ ...older, eventType: eventType! })[0]?.dedupeKey, keyOf({}));
    const own = { ...changeOfCity, subscriptionType: 'object.creation', objectTypeId: '2-123' };
    assert.deepEqual(facts(own)[0]?.data['record'], { object: '2-123', id: '1246965' });
  });
});
