import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { render, renderDeep, templateFault } from './template.ts';

const scope = {
  document: { filename: 'Contrato ACME.pdf', company: '', metadata: {} },
  signer: { name: 'Ana Souza', email: 'ana@example.test' },
  value: 12_000,
  paid: false,
};

const cases: [template: string, expected: unknown][] = [
  ['plain text', 'plain text'],
  ['{{ document.filename }}', 'Contrato ACME.pdf'],
  ['{{ document.filename }} – {{ document.company }}', 'Contrato ACME.pdf'],
  ['{{ document.company }} - {{ document.filename }}', 'Contrato ACME.pdf'],
  ['{{ document.filename }} ({{ document.company }})', 'Contrato ACME.pdf'],
  ['{{ document.company }} - {{ document.filename }} - {{ missing }}', 'Contrato ACME.pdf'],
  ['{{ signer.name }} | {{ missing }} | {{ signer.email }}', 'Ana Souza | ana@example.test'],
  ['{{ missing }}', ''],
  ['{{ document.metadata.empresa | default: "no company" }}', 'no company'],
  ['{{ value }}', 12_000],
  ['{{ paid }}', false],
  ['R$ {{ value }}', 'R$ 12000'],
  ['{{ document.metadata }}', {}],
];

for (const [template, expected] of cases) {
  test(`"${template}" gives ${JSON.stringify(expected)}`, () => {
    assert.deepEqual(render(template, scope), expected);
  });
}

test('what is filled in is never read as a template again', () => {
  assert.equal(render('x {{ name }}', { name: '{{ secret }}', secret: 's' }), 'x {{ secret }}');
});

test('a template cannot reach into prototypes', () => {
  assert.equal(render('{{ document.constructor.name }}', scope), '');
  assert.equal(render('a {{ document.__proto__.toString }}', scope), 'a');
});

test('texts without braces come back as they are, whatever they hold', () => {
  fc.assert(fc.property(fc.string(), (text) => text.includes('{') || render(text, scope) === text));
});

test('any value keeps its emoji and accents', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
      fc.pre(text.trim() !== '');
      assert.equal(render('<{{ text }}>', { text }), `<${text}>`);
    }),
  );
});

test('every text of a value is filled, deep', () => {
  const value = { title: '{{ signer.name }}', tags: ['{{ value }}', 7], none: null };
  assert.deepEqual(renderDeep(value, scope), { title: 'Ana Souza', tags: [12_000, 7], none: null });
});

test('a broken template says where', () => {
  assert.match(templateFault('{{ a | nofilter }}') ?? '', /nofilter/);
  assert.match(templateFault('{% if a %}') ?? '', /if/);
  assert.equal(templateFault('{{ a }}'), null);
});
