import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { DEMO_CLICKSIGN_TEMPLATE_NAME } from './emulator/demo.ts';
import { legacyContext, withAccount } from '../../../test/support/clicksign-account.ts';
import { options } from './options.ts';
import { tagsOf } from './v3/template-fields.ts';

describe('options', () => {
  test('templates are offered by name, and found without accents', () =>
    withAccount(async (world) => {
      const found = await options.templates!(world.context(), {}, 'PADRAO');
      assert.deepEqual(
        found.map((option) => option.label),
        [DEMO_CLICKSIGN_TEMPLATE_NAME],
      );
      assert.deepEqual(await options.templates!(world.context(), {}, 'nada disso'), []);
    }));

  test('an account without envelopes offers its templates and no folders', () =>
    withAccount(async (world) => {
      assert.deepEqual(await options.templates!(legacyContext(world), {}, ''), []);
      assert.deepEqual(await options.folders!(legacyContext(world), {}, ''), []);
    }));

  test('fields of a template that is no .docx, and of none, are an empty list', () =>
    withAccount(async (world) => {
      const [template] = await options.templates!(world.context(), {}, '');
      assert.deepEqual(
        await options.template_fields!(world.context(), { template: template!.value }, ''),
        [],
      );
      assert.deepEqual(await options.template_fields!(world.context(), {}, ''), []);
    }));
});

describe('the tags of a template', () => {
  const text = (words: string) => Buffer.from(`<w:document><w:p><w:r>${words}</w:r></w:p></w:document>`);

  test('are read whole although Word splits them, each once', () => {
    const split = 'Eu, {{<b/>No</w:r><w:r>me}}, de {{ Nome da Empresa }} e {{Nome}}';
    assert.deepEqual(tagsOf(zip('word/document.xml', text(split))), ['Nome', 'Nome da Empresa']);
  });
  test('do not reach over paragraphs, and loops are no fields', () => {
    assert.deepEqual(tagsOf(zip('word/document.xml', text('{{A</w:p>B}} {{#itens}} {{C}}'))), ['C']);
  });
  test('are none in anything that is no .docx', () => {
    for (const file of [Buffer.alloc(0), Buffer.from('PK'), text('{{A}}'), zip('other.xml', text('{{A}}'))]) {
      assert.deepEqual(tagsOf(file), []);
    }
  });
});

/** A zip of one packed file. */
function zip(name: string, content: Buffer): Buffer {
  const packed = deflateRawSync(content);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(30 + name.length + packed.length, 16);
  return Buffer.concat([local, Buffer.from(name), packed, entry, Buffer.from(name), end]);
}
