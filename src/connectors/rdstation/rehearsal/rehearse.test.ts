import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { Rehearsed } from '#kit/rehearsal.ts';
import { NeedsDecision } from '#kit/vendor-error.ts';
import { at, type Json, type JsonObject } from '#std/json.ts';
import {
  openRdStationAccount,
  textIn,
  type RdStationAccount,
} from '../../../../test/support/rdstation-account.ts';
import { actionOf, openLook } from '../../../../test/support/rdstation-rehearsal.ts';
import {
  DEMO_RDSTATION_DEAL_FIELDS as custom,
  DEMO_RDSTATION_PIPELINES,
  DEMO_RDSTATION_STAGES,
} from '../emulator/demo.ts';

const upsert = actionOf('deal.upsert');
const { proposta, contratoAssinado } = DEMO_RDSTATION_STAGES;
const order = {
  pipeline_id: DEMO_RDSTATION_PIPELINES.vendas,
  stage_id: contratoAssinado,
  title: 'Contrato.pdf - ACME Ltda',
  document_key: 'doc-1',
  contact_email: 'maria@acme.com.br',
  contact_name: 'Maria Silva',
};

/** What is there before, what is asked, and what the rehearsal is to say about the deal. */
interface Case {
  name: string;
  before?: JsonObject[];
  /** Marks the first deal of `before` as won. */
  won?: boolean;
  input: JsonObject;
  would: Rehearsed['records'][number]['would'];
}

const observacao = `deal.custom:${custom.observacao}`;
const cases: Case[] = [
  { name: 'nothing there yet', input: {}, would: 'create' },
  { name: 'a document that has its deal', before: [{}], input: {}, would: 'nothing' },
  {
    name: 'found by its key, with another stage',
    before: [{ stage_id: proposta }],
    input: {},
    would: 'update',
  },
  {
    name: 'found by its title in the pipeline',
    before: [{ document_key: 'doc-0', stage_id: proposta, contact_email: '' }],
    input: { match: 'title', rating: '4' },
    would: 'update',
  },
  {
    name: 'found by the contact’s open deal',
    before: [{ document_key: 'doc-0', title: 'Proposta antiga' }],
    input: { match: 'contact', organization_name: 'ACME Ltda' },
    would: 'update',
  },
  { name: 'a won deal stays', before: [{}], won: true, input: { rating: '5' }, would: 'create' },
  {
    name: 'blank fields empty nothing',
    before: [{ rating: '3', fields: [{ target: observacao, value: 'vista' }] }],
    input: { rating: '', fields: [{ target: observacao, value: ' ' }] },
    would: 'nothing',
  },
  {
    name: 'a second signer',
    before: [{}],
    input: { contact_email: 'joao@acme.com.br', contact_name: 'João', contact_phone: '11999998888' },
    would: 'nothing',
  },
  {
    name: 'a new organization, fields of its own and a note',
    input: {
      organization_name: 'Nova Ltda',
      note: 'Assinado',
      fields: [
        { target: `deal.custom:${custom.tipoDeContrato}`, value: 'anual' },
        { target: 'contact:title', value: 'Diretora' },
      ],
    },
    would: 'create',
  },
];

for (const auth of ['token', 'oauth2'] as const) {
  describe(`rehearsing deal.upsert over ${auth === 'token' ? 'API v1' : 'API v2'}`, () => {
    let account: RdStationAccount;
    beforeEach(async () => void (account = await openRdStationAccount(auth)));
    afterEach(() => account.close());
    const entries = () => account.parts.journal.ledger().length;
    const faceOf = async (id: string): Promise<JsonObject> => {
      const deal = await account.v1('GET', `/deals/${id}`);
      return {
        title: at(deal, 'name') ?? null,
        stage: at(deal, 'deal_stage.name') ?? null,
        rating: at(deal, 'rating') ?? null,
        organization: at(deal, 'organization.name') ?? null,
      };
    };

    for (const { name, before = [], won, input, would } of cases) {
      test(`${name}: it writes nothing, and a run then does what it said`, async () => {
        for (const [index, each] of before.entries()) {
          const made = await account.run(upsert, { ...order, ...each }, `before-${index}/deal`);
          if (won) {
            await account.v1('PUT', `/deals/${textIn(made.output, 'deal.id')}`, { deal: { win: true } });
          }
        }
        const known = entries();
        const said = await openLook(account)(upsert, { ...order, ...input });
        assert.equal(entries(), known, 'the ledger has grown');
        const did = await account.run(upsert, { ...order, ...input }, 'real/deal');
        assertSame(said, did.touched ?? [], auth);
        const face = await faceOf(textIn(did.output, 'deal.id'));
        for (const { field, after } of said.records[0]!.changes) {
          if (field in face) assert.deepEqual([field, face[field]], [field, after]);
        }
        assert.equal(said.records[0]!.would === 'create' ? 'create' : dealVerdict(said), would);
      });
    }

    test('a second document of the same contact meets the deal that the first would make', async () => {
      const look = openLook(account);
      const byContact = { ...order, match: 'contact', organization_name: 'Nova Ltda' };
      const first = await look(upsert, byContact);
      const second = await look(upsert, { ...byContact, document_key: 'doc-2', title: 'Aditivo.pdf' });
      assert.deepEqual(
        [first, second].map(({ records }) => records.map((record) => record.would)),
        [
          ['create', 'create', 'create'],
          ['update', 'nothing', 'nothing'],
        ],
      );
      assert.deepEqual(second.records[0]?.changes, [
        { field: 'title', label: null, before: order.title, after: 'Aditivo.pdf' },
      ]);
    });
    test('two deals that may be meant are a question, with both named', async () => {
      for (const key of ['a', 'b']) await account.run(upsert, { ...order, document_key: key }, `${key}/deal`);
      await assert.rejects(
        openLook(account)(upsert, { ...order, match: 'title', document_key: 'c' }),
        (error) => {
          assert.ok(error instanceof NeedsDecision);
          assert.equal(error.candidates.length, 2);
          return true;
        },
      );
    });
  });
}

/** The deal's own verdict without the links that API v2 keeps on it. */
function dealVerdict({ records }: Rehearsed): string {
  const own = records[0]!.changes.filter(({ field }) => field !== 'contacts');
  return own.length > 0 ? 'update' : 'nothing';
}

function assertSame(
  said: Rehearsed,
  did: { object: string; title: string; outcome: string }[],
  auth: string,
) {
  const verdicts: Record<string, string> = { created: 'create', updated: 'update', unchanged: 'nothing' };
  const expected = did.map(({ object, title, outcome }) => ({ object, title, would: verdicts[outcome] }));
  const touched = said.records.filter(({ object }) => object !== 'note');
  const told = touched.map(({ object, title, would }, index) => {
    const linkOnly =
      auth === 'oauth2' && index === 0 && would === 'update' && dealVerdict(said) === 'nothing';
    return { object, title, would: linkOnly ? 'nothing' : would };
  });
  assert.deepEqual(told, expected as Json[]);
}

test('contact.upsert and organization.upsert say what they would do, too', async () => {
  const account = await openRdStationAccount();
  const contact = { contact_email: 'nova@acme.com.br', contact_name: 'Nova', organization_name: 'Nova Ltda' };
  const before = account.parts.journal.ledger().length;
  const said = await openLook(account)(actionOf('contact.upsert'), contact);
  assert.deepEqual(
    said.records.map(({ object, would }) => [object, would]),
    [
      ['contact', 'create'],
      ['organization', 'create'],
    ],
  );
  const { records } = await openLook(account)(actionOf('organization.upsert'), {
    organization_name: 'Outra',
  });
  assert.deepEqual(records[0]?.changes, [{ field: 'name', label: null, before: null, after: 'Outra' }]);
  assert.equal(account.parts.journal.ledger().length, before);
  await account.close();
});
