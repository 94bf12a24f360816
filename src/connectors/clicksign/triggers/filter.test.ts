import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { JsonObject } from '#std/json.ts';
import { filterSettings, matchesDocument } from './filter.ts';

const data = {
  document: {
    path: '/Contratos/2026/Prestação de Serviços.pdf',
    filename: 'Prestação de Serviços.pdf',
    template: 'T1',
    metadata: { setor: 'Vendas', parcelas: 12, vazio: '' },
    signers: [{ name: 'João Souza', email: 'joao@acme.com.br' }],
  },
};

const table: [settings: JsonObject, passes: boolean][] = [
  [{}, true],
  [{ folder: '/Contratos' }, true],
  [{ folder: 'contratos/2026/' }, true],
  [{ folder: '/' }, true],
  [{ folder: '/Contratos/20' }, false],
  [{ folder: '/Propostas' }, false],
  [{ name_contains: 'prestacao' }, true],
  [{ name_contains: ' SERVIÇOS ' }, true],
  [{ name_contains: 'proposta' }, false],
  [{ template: 'T1' }, true],
  [{ template: 'T2' }, false],
  [{ signer: 'joao souza' }, true],
  [{ signer: '@ACME.com.br' }, true],
  [{ signer: 'maria' }, false],
  [{ metadata_key: 'setor', metadata_value: 'vendas' }, true],
  [{ metadata_key: 'parcelas', metadata_value: '12' }, true],
  [{ metadata_key: 'setor' }, true],
  [{ metadata_key: 'setor', metadata_value: 'Compras' }, false],
  [{ metadata_key: 'vazio' }, false],
  [{ metadata_key: 'toString' }, false],
  [{ metadata_key: 'ausente', metadata_value: '' }, false],
  [{ folder: '/Contratos', name_contains: 'proposta' }, false],
];

describe('the filter of a trigger', () => {
  for (const [settings, passes] of table) {
    test(`${passes ? 'lets' : 'does not let'} the document through with ${JSON.stringify(settings)}`, () => {
      assert.equal(matchesDocument(filterSettings.parse(settings), data), passes);
    });
  }

  test('does not guess about a document whose folder, template or metadata is unknown', () => {
    const bare = { document: { filename: 'a.pdf' } };
    assert.equal(matchesDocument({}, bare), true);
    assert.equal(matchesDocument({ folder: '/Contratos' }, bare), false);
    assert.equal(matchesDocument({ template: 'T1' }, bare), false);
    assert.equal(matchesDocument({ signer: 'João' }, bare), false);
    assert.equal(matchesDocument({ metadata_key: 'setor' }, bare), false);
  });
});
