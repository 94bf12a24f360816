import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Unrecognized } from '#kit/connector.ts';
import type { Json, JsonObject } from '#std/json.ts';
import { bodyOf, documentKey, documentWith, happened, joao, maria, signature } from './fixtures/bodies.ts';
import { mask } from './mask.ts';
import { parse } from './parse.ts';

const at = (minute: number) => `2026-03-10T14:${String(minute).padStart(2, '0')}:00.000-03:00`;
const signedByMaria = signature(maria, at(5));
const signedByJoao = signature(joao, at(6));
const partly = documentWith({ events: [signedByMaria] });
const wholly = documentWith({ status: 'closed', events: [signedByJoao, signedByMaria] });
const closedLate = documentWith({ status: 'closed', events: [happened('deadline', at(8)), signedByMaria] });
const refused = { signer: { ...joao, sign_as: ['sign'] }, refusal: { reasons: ['Valor'], comment: 'Caro' } };

const table: [what: string, body: JsonObject, trigger: string, dedupeKey: string][] = [
  ['a signature', bodyOf(signedByMaria), 'document.signed', `sign:${documentKey}:${maria.key}`],
  ['the next signer', bodyOf(signedByJoao, partly), 'document.signed', `sign:${documentKey}:${joao.key}`],
  [
    'auto_close',
    bodyOf(happened('auto_close', at(7)), wholly),
    'document.completed',
    `completed:${documentKey}`,
  ],
  [
    'close by hand',
    bodyOf(happened('close', at(7)), wholly),
    'document.completed',
    `completed:${documentKey}`,
  ],
  [
    'the signed file of a completed document',
    bodyOf(
      happened('document_closed', at(8)),
      documentWith({ events: [happened('auto_close', at(7)), signedByMaria] }),
    ),
    'document.completed',
    `completed:${documentKey}`,
  ],
  [
    'a deadline after a signature',
    bodyOf(happened('deadline', at(8)), documentWith({ status: 'closed', events: [signedByMaria] })),
    'document.closed_by_deadline',
    `deadline:${documentKey}`,
  ],
  [
    'the signed file of a document closed by its deadline',
    bodyOf(happened('document_closed', at(9)), closedLate),
    'document.closed_by_deadline',
    `deadline:${documentKey}`,
  ],
  [
    'the signed file of a document that was completed in spite of a deadline',
    bodyOf(
      happened('document_closed', at(9)),
      documentWith({ events: [happened('auto_close', at(8)), happened('deadline', at(7)), signedByMaria] }),
    ),
    'document.completed',
    `completed:${documentKey}`,
  ],
  [
    'a deadline without signatures',
    bodyOf(happened('deadline', at(8)), documentWith({ status: 'canceled' })),
    'document.canceled',
    `cancel:${documentKey}`,
  ],
  [
    'a deadline that cancels in spite of a signature',
    bodyOf(happened('deadline', at(8)), documentWith({ status: 'canceled', events: [signedByMaria] })),
    'document.canceled',
    `cancel:${documentKey}`,
  ],
  [
    'a refusal',
    bodyOf(happened('refusal', at(6), refused)),
    'document.refused',
    `refusal:${documentKey}:${joao.key}`,
  ],
  ['a cancellation', bodyOf(happened('cancel', at(6))), 'document.canceled', `cancel:${documentKey}`],
];

describe('parse', () => {
  for (const [what, body, trigger, dedupeKey] of table) {
    test(`gives ${what} as ${trigger} under one key, however often it comes`, () => {
      const [event, ...others] = parse(body);
      assert.deepEqual([event?.trigger, event?.dedupeKey, others], [trigger, dedupeKey, []]);
      assert.equal(parse(structuredClone(body))[0]?.dedupeKey, dedupeKey);
    });
    test(`gives ${what} the same key from the body as it is stored`, () => {
      assert.equal(parse(mask(body))[0]?.dedupeKey, dedupeKey);
    });
  }

  test('gives auto_close, close and document_closed of one document one key, in any order', () => {
    const names = ['document_closed', 'auto_close', 'close'];
    const keys = names.map(
      (name, index) => parse(bodyOf(happened(name, at(10 + index)), wholly))[0]!.dedupeKey,
    );
    assert.equal(new Set(keys).size, 1);
  });

  test('keeps the facts of different documents and signers apart', () => {
    const keys = new Set(table.map(([, , , dedupeKey]) => dedupeKey));
    const other = documentWith({ key: 'another' });
    for (const [, body] of table) {
      const [event] = parse({ ...body, document: { ...(body.document as JsonObject), key: other.key! } });
      assert.equal(keys.has(event!.dedupeKey), false);
    }
  });

  test('names a signer without a key by the list of signers, else by email', () => {
    const bare = { email: 'Maria@ACME.com.br', name: 'Maria Silva' };
    const listed = parse(bodyOf(happened('sign', at(5), { signer: bare })))[0];
    assert.equal(listed?.dedupeKey, `sign:${documentKey}:${maria.key}`);
    const alone = parse({
      event: happened('sign', at(5), { signer: bare }),
      document: { key: documentKey },
    })[0];
    assert.equal(alone?.dedupeKey, `sign:${documentKey}:maria@acme.com.br`);
  });

  test('answers known events without a trigger with nothing', () => {
    assert.deepEqual(parse(bodyOf(happened('upload', at(1)))), []);
    assert.deepEqual(parse(bodyOf(happened('add_signer', at(1), { signers: [maria] }))), []);
    assert.deepEqual(parse({ event: happened('acceptance_term_sent', at(1)), acceptance: { key: 'x' } }), []);
  });

  const strange: [string, Json][] = [
    ['an unknown event', bodyOf(happened('teleported', at(1)))],
    [
      'a known event without document.key',
      { event: happened('auto_close', at(1)), document: { filename: 'a.pdf' } },
    ],
    ['an event without a document', { event: happened('upload', at(1)) }],
    ['a signature without a signer', bodyOf(happened('sign', at(1), {}))],
    ['a body without an event', { document: documentWith() }],
    ['a body that is a list', []],
    ['a body that is null', null],
  ];
  for (const [what, body] of strange) {
    test(`does not pretend to understand ${what}`, () => {
      assert.throws(() => parse(body), Unrecognized);
    });
  }
});
