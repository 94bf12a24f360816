import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Allowance, render, renderDeep, templateFault } from './template.ts';

/** Somebody who may only look can have a template filled, by a preview; a vendor chooses the data. */

const scope = { document: { name: 'A.pdf', tags: ['x'] }, list: [{ n: 1 }, { n: 2 }], file: 'package.json' };

const files: string[] = [
  '{% include "package.json" %}',
  '{% include file %}',
  '{% include "./package.json" with a: 1 %}',
  '{% render "package.json" %}',
  '{% render "../../../etc/passwd" %}',
  '{% render "/etc/passwd" %}',
  '{% layout "package.json" %}',
  '{%- layout file -%}',
  '{% block a %}x{% endblock %}',
  '{% liquid\n include "package.json"\n%}',
];

const nothing: string[] = [
  ...['document.constructor', 'document.__proto__', 'document["constructor"]', 'list.constructor.name'],
  ...['constructor', '__proto__', 'toString', 'process', 'globalThis', 'require', 'this', 'self', 'env'],
  ...['document.tags.push', 'document.name.constructor', 'list[0].__proto__.toString', 'list["length"].x'],
  ...['document.hasOwnProperty', 'document.toString', 'document.valueOf', 'file.constructor.constructor'],
];

const throughFilters: [template: string, expected: string][] = [
  ['<{{ list | map: "constructor" | join: "," }}>', '<,>'],
  ['<{{ list | where: "__proto__" | size }}>', '<0>'],
  ['<{{ list | find: "constructor" | json }}>', '<>'],
  ['<{{ list | sum: "__proto__" }}>', '<0>'],
  ['<{{ document | json }}>', '<{"name":"A.pdf","tags":["x"]}>'],
  ['{% assign k = "constructor" %}<{{ document[k] }}>', '<>'],
  ['{% assign __proto__ = 1 %}<{{ document.a }}>', '<>'],
  ['{% capture constructor %}x{% endcapture %}<{{ document.constructor }}>', '<>'],
];

const long = (times: number, text = ' ') => text.repeat(times);
/** What would go on for seconds, or fill the memory, without a limit. */
const floods: [what: string, template: string, data: Record<string, string | string[]>][] = [
  ['a range', '{% for i in (1..1000000000) %}x{% endfor %}', {}],
  ['a range nobody walks', '{{ (1..1000000000) | size }} x', {}],
  ['loops in loops', '{% for i in (1..9999) %}{% for j in (1..9999) %}{% endfor %}{% endfor %}', {}],
  ['a table', '{% tablerow i in (1..9000000) %}x{% endtablerow %}', {}],
  ['text doubled', `{% assign a = "x" %}${long(40, '{% assign a = a | append: a %}')}{{ a }}`, {}],
  ['text squared', `{% assign a = "xxxx" %}${long(6, '{% assign a = a | replace: "", a %}')}{{ a }}`, {}],
  [
    'text captured',
    `{% capture a %}x{% endcapture %}${long(40, '{% capture a %}{{a}}{{a}}{% endcapture %}')}`,
    {},
  ],
  ['a wide date', '{{ "2026-01-01" | date: "%999999999d" }} x', {}],
  ['a long text often', '{% for i in (1..90000) %}{{ a }}{% endfor %}', { a: long(1_000, 'x') }],
  ['a long template often', `{% for i in (1..90000) %}${long(50_000, 'x')}{% endfor %}`, {}],
  ['a long template', long(50_000, '{{ a }}'), {}],
  ['blocks in blocks', long(4_000, '{% if true %}') + long(4_000, '{% endif %}'), {}],
  ['blocks in lines', `{% liquid\n${long(6_000, 'if true\n')}${long(6_000, 'endif\n')}%}`, {}],
  ['brackets in brackets', `{{ a${long(30_000, '[')}0${long(30_000, ']')} }} x`, {}],
];
/** What a limit need not stop, if it is quick. */
const slow: [what: string, template: string, data: Record<string, string | string[]>][] = [
  ['spaces beside nothing', '{{ none }}{{ a }}', { a: long(200_000) }],
  ['spaces before nothing', 'a{{ a }}b {{ none }}', { a: long(200_000) }],
  ['separators and spaces', '{{ a }}{{ none }}', { a: long(100_000, '- ') }],
  ['brackets and spaces', '{{ a }}{{ none }}', { a: long(100_000, '( ') + long(100_000) }],
  ['beginnings of tags', '{{ a | strip_html }}', { a: long(50_000, '<script') }],
  ['beginnings of comments', '{{ a | strip_html }}', { a: long(50_000, '<!--') }],
  ['spaces to be taken off', '{{ a | strip | rstrip }} x', { a: `${long(200_000)}x${long(200_000)}` }],
  ['words', '{{ a | truncatewords: 3 }} x', { a: long(200_000) }],
];

/** Milliseconds, and what came of it. */
function timed(work: () => unknown): { ms: number; error: string | null } {
  const started = performance.now();
  let error: string | null = null;
  try {
    work();
  } catch (thrown) {
    error = (thrown as Error).message;
  }
  return { ms: performance.now() - started, error };
}

describe('a template', () => {
  test('reads no file, by no tag', () => {
    for (const template of files) {
      assert.throws(() => render(template, scope), /not found, line:\d+, col:\d+/, template);
      assert.match(templateFault(template) ?? '', /not found, line:\d+/, template);
    }
  });

  test('finds nothing that the data does not own', () => {
    for (const path of nothing) {
      assert.equal(render(`{{ ${path} }}`, scope), '', path);
      assert.equal(render(`<{{ ${path} }}>`, scope), '<>', path);
    }
    for (const [template, expected] of throughFilters) {
      assert.equal(render(template, scope), expected, template);
    }
    assert.equal(({} as Record<string, unknown>)['a'], undefined);
  });

  test('leaves the data as it was, whatever it counts or assigns', () => {
    const data = { list: [3, 1, 2], n: 1, document: { name: 'A' } };
    const before = structuredClone(data);
    const template =
      '{% increment n %}{% decrement x %}{% assign n = 7 %}{{ list | sort | reverse | push: 1 | json }}';
    render(template, data);
    assert.deepEqual(data, before);
  });

  for (const [what, template, data] of floods) {
    test(`ends soon and says where: ${what}`, () => {
      const { ms, error } = timed(() => render(template, data));
      assert.match(error ?? '', /line:\d+|parse length limit/);
      assert.ok(ms < 3_000, `${Math.round(ms)} ms`);
    });
  }

  for (const [what, template, data] of slow) {
    test(`is filled at once: ${what}`, () => {
      const { ms } = timed(() => render(template, data));
      assert.ok(ms < 1_000, `${Math.round(ms)} ms`);
    });
  }

  test('and all others of an input share one second and one length', () => {
    const loop = '{% for i in (1..900) %}{% for j in (1..900) %}{% endfor %}{% endfor %}x';
    const { ms, error } = timed(() =>
      renderDeep(
        Array.from({ length: 50 }, () => loop),
        {},
      ),
    );
    assert.match(error ?? '', /render limit exceeded/);
    assert.ok(ms < 3_000, `${Math.round(ms)} ms`);
    const allowance = new Allowance();
    const half = { a: long(3_000_000, 'x') };
    render('{{ a }} x', half, allowance);
    assert.throws(() => render('{{ a }} x', half, allowance), /over 5242880 characters/);
  });

  test('that is not one is refused with a place', () => {
    for (const template of [
      '{{ a',
      '{% if %}',
      '{{ a | b }}',
      '{% for %}{% endfor %}',
      '{% end %}',
      '{{ a | date: }}{%',
    ]) {
      assert.match(templateFault(template) ?? '', /.+line:\d+, col:\d+/, template);
    }
  });
});
