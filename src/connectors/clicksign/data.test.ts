import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { at, type JsonObject } from '#std/json.ts';
import { bodyOf, documentKey, documentWith, happened, joao, maria, signature } from './fixtures/bodies.ts';
import { parse } from './parse.ts';

const early = '2026-03-10T14:05:00.000-03:00';
// Later by the clock, earlier by the text: the vendor mixes zones.
const late = '2026-03-10T17:30:00.000Z';
const both = documentWith({ status: 'closed', events: [signature(joao, early), signature(maria, late)] });

function dataOf(body: JsonObject): JsonObject {
  return parse(body)[0]!.data;
}

function companyOf(more: JsonObject) {
  return at(dataOf(bodyOf(signature(maria, early), documentWith(more))), 'document.company');
}

describe('the data of an event', () => {
  test('a signature offers its signer whole and the state of the document', () => {
    const data = dataOf(bodyOf(signature(maria, early)));
    assert.deepEqual(data.event, { name: 'sign', occurred_at: early });
    assert.deepEqual(data.signer, {
      key: maria.key,
      name: 'Maria Silva',
      email: 'maria@acme.com.br',
      documentation: '123.321.123-40',
      sign_as: 'sign',
      signed_at: early,
    });
    assert.equal(at(data, 'document.filename'), 'Contrato de Prestação.pdf');
    assert.equal(at(data, 'document.name'), 'Contrato de Prestação');
    assert.equal(at(data, 'document.folder'), '/Clientes/ACME Ltda');
    assert.equal(at(data, 'document.url'), `https://app.clicksign.com/documents/${documentKey}`);
    assert.deepEqual([at(data, 'document.signed_count'), at(data, 'document.signer_count')], [1, 2]);
  });

  test('a completed document offers whoever signed last by the clock, and all signers', () => {
    const data = dataOf(bodyOf(happened('auto_close', late), both));
    assert.equal(at(data, 'signer.email'), maria.email);
    assert.deepEqual([at(data, 'document.signed_count'), at(data, 'document.signer_count')], [2, 2]);
    assert.equal(at(data, 'document.signers.1.signed_at'), early);
  });

  test('the list of signers holds no tax numbers and no data holds links that open a file', () => {
    const text = JSON.stringify(dataOf(bodyOf(signature(joao, early))).document);
    assert.doesNotMatch(text, /123\.321|X-Amz|\/sign\//);
  });

  test('the company is taken from metadata, then the template, then the folder, and is else absent', () => {
    const template = { key: 'T', data: { 'Nome da Empresa': 'Do modelo' } };
    assert.equal(companyOf({ metadata: { empresa: 'ACME Ltda', company: 'Other' }, template }), 'ACME Ltda');
    assert.equal(companyOf({ metadata: { company: 'Other' }, template }), 'Other');
    assert.equal(companyOf({ template }), 'Do modelo');
    assert.equal(companyOf({ path: '/Clientes/Beta SA/a.pdf' }), 'Beta SA');
    assert.equal(companyOf({ path: '/a.pdf' }), undefined);
    assert.equal(companyOf({ path: null }), undefined);
  });

  test('a deadline without signatures says why the document was canceled', () => {
    const document = documentWith({ status: 'canceled' });
    assert.equal(dataOf(bodyOf(happened('deadline', late), document)).reason, 'deadline');
    assert.equal(dataOf(bodyOf(happened('cancel', late), document)).reason, 'manual');
  });

  test('a refusal offers who refused and why', () => {
    const given = {
      signer: { ...joao, sign_as: ['witness'] },
      refusal: { reasons: ['Valor'], comment: 'Caro' },
    };
    const data = dataOf(bodyOf(happened('refusal', early, given)));
    assert.deepEqual(data.refusal, { reasons: ['Valor'], comment: 'Caro' });
    assert.equal(at(data, 'signer.sign_as'), 'witness');
  });

  test('it is found by file name, document key, and every name and email', () => {
    const [event] = parse(bodyOf(happened('auto_close', late), both));
    const expected = [
      'Contrato de Prestação.pdf',
      documentKey,
      maria.email,
      maria.name,
      joao.email,
      joao.name,
    ];
    assert.deepEqual(event!.terms.toSorted(), expected.toSorted());
    assert.equal(event!.title, 'Contrato de Prestação.pdf');
  });

  test('the time is read from any zone, from the history where the event has none, and is else unknown', () => {
    assert.equal(parse(bodyOf(happened('auto_close', late), both))[0]!.occurredAt, Date.parse(late));
    const timeless = { name: 'close', data: null };
    assert.equal(
      parse({ event: timeless, document: { ...both, events: [happened('close', early)] } })[0]!.occurredAt,
      Date.parse(early),
    );
    assert.equal(parse({ event: timeless, document: { key: 'x' } })[0]!.occurredAt, null);
  });

  test('a long name with accents, quotes and emoji arrives whole', () => {
    const filename = `${'Prestação "A" 📄 '.repeat(20)}.pdf`;
    assert.equal(parse(bodyOf(signature(maria, early), documentWith({ filename })))[0]!.title, filename);
  });
});

describe('tolerated shapes', () => {
  test('the document may be a list of one, with signers and events beside it', () => {
    const { signers, events, ...bare } = both;
    const body = {
      event: happened('document_closed', late),
      document: [bare],
      signers: signers!,
      events: events!,
    };
    assert.deepEqual(parse(body)[0]!.data, parse({ event: body.event, document: both })[0]!.data);
  });

  test('signers may lack request_signature_key, and a document everything but its key', () => {
    const bare: JsonObject = { ...maria };
    delete bare.request_signature_key;
    delete bare.url;
    assert.equal(
      at(dataOf(bodyOf(signature(bare, early), documentWith({ signers: [bare] }))), 'signer.key'),
      maria.key,
    );
    const [least] = parse({ event: happened('auto_close', late), document: { key: documentKey } });
    assert.deepEqual([least!.title, least!.data.signer], [documentKey, undefined]);
  });
});
