import { html } from 'hono/html';
import { exampleOf } from './example.ts';
import { table } from './look.ts';
import { choicesOf, nameOf, propertiesOf, resolve } from './schema.ts';
import type { Schema, Shapes } from './schema.ts';

/** One method of one address, as the document describes it. */
export interface Operation {
  method: string;
  path: string;
  summary?: string;
  description?: string;
  tags?: string[];
  security?: unknown[];
  parameters?: { name: string; in: string; required?: boolean; schema?: Schema; description?: string }[];
  requestBody?: { content?: Record<string, { schema?: Schema }> };
  responses?: Record<string, { content?: Record<string, { schema?: Schema }> }>;
}

/** What everything on the page shares. */
export interface Reading {
  shapes: Shapes;
  /** Where the API is, without a trailing slash. */
  server: string;
}

/** Where an operation stands on the page. */
export function anchorOf({ method, path }: Operation): string {
  return `${method}-${path.replace(/^\/api\//, '').replaceAll(/[^\w]+/g, '-')}`.replace(/-$/, '');
}

const bodyOf = (operation: Operation) => operation.requestBody?.content?.['application/json']?.schema;

/** The good answer: its status, and what it holds. */
function answerOf({ responses = {} }: Operation): { status: string; schema: Schema | undefined } {
  const [status = '', answer] = Object.entries(responses).find(([code]) => code !== 'default') ?? [];
  return { status, schema: answer?.content?.['application/json']?.schema };
}

/** An operation: what it does, what it takes and gives, and a call that can be copied. */
export function showOperation(operation: Operation, reading: Reading) {
  const { method, path, summary = '', description = '', parameters = [] } = operation;
  const body = bodyOf(operation);
  const { status, schema } = answerOf(operation);
  const query = parameters.filter((parameter) => parameter.in === 'query');
  return html`<details class="op" id="${anchorOf(operation)}" data-words="${wordsOf(operation)}">
    <summary>
      <span class="m m-${method}">${method.toUpperCase()}</span> <code>${path}</code>
      <p>${plain(summary)}</p>
    </summary>
    <div>
      <p>${description || 'For anybody; no key is needed.'}</p>
      ${
        query.length > 0
          ? html`<h4>Query</h4>
              ${fieldTable(query.map(asField), reading.shapes)}`
          : ''
      }
      ${
        body
          ? html`<h4>Body</h4>
              ${showFields(body, reading.shapes)}`
          : ''
      }
      <div class="pair">
        <div>
          <h4>Example</h4>
          <pre tabindex="0">${curlOf(operation, reading)}</pre>
        </div>
        <div>
          <h4>Answer ${status}</h4>
          ${
            schema
              ? html`<pre tabindex="0">${pretty(exampleOf(schema, reading.shapes))}</pre>`
              : html`<p class="dim">No body.</p>`
          }
        </div>
      </div>
      ${
        schema
          ? html`<h4>What it holds</h4>
              ${showFields(schema, reading.shapes)}`
          : ''
      }
    </div>
  </details>`;
}

const asField = ({
  name,
  required = false,
  schema = {},
  description,
}: NonNullable<Operation['parameters']>[number]) => ({
  name,
  required,
  schema: description === undefined ? schema : { ...schema, description },
});

const wordsOf = ({ method, path, summary = '', tags = [] }: Operation) =>
  `${method} ${path} ${summary} ${tags.join(' ')}`.toLowerCase();

/** Summaries quote code in backticks; here it is read as plain text. */
export const plain = (text: string) => text.replaceAll('`', '');
export const pretty = (value: unknown) => JSON.stringify(value, null, 2);

/** A command line with placeholders for the key and for what only the reader knows. */
export function curlOf(operation: Operation, { shapes, server }: Reading): string {
  const address = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => placeholder(name));
  const body = bodyOf(operation);
  return [
    `curl -X ${operation.method.toUpperCase()} "${server}${address}"`,
    ...(operation.security ? ['-H "Authorization: Bearer $COUNTERSIGN_KEY"'] : []),
    ...(body
      ? ['-H "content-type: application/json"', `-d '${shellQuoted(pretty(exampleOf(body, shapes)))}'`]
      : []),
  ].join(' \\\n  ');
}

const placeholder = (name: string) => `$${name.toUpperCase()}`;
const shellQuoted = (text: string) => text.replaceAll("'", `'\\''`);

interface Field {
  name: string;
  required: boolean;
  schema: Schema;
}

/** What an object holds, a row each; what is no object by its kind. */
export function showFields(schema: Schema, shapes: Shapes) {
  const { properties, required } = propertiesOf(resolve(schema, shapes), shapes);
  const fields = Object.entries(properties).map(([name, property]) => ({
    name,
    required: required.includes(name),
    schema: property,
  }));
  return fields.length === 0 ? html`<p>${kindOf(schema)}</p>` : fieldTable(fields, shapes);
}

function fieldTable(fields: Field[], shapes: Shapes) {
  const rows = fields.map(
    ({ name, required, schema }) =>
      html`<tr>
        <td><code>${name}</code>${required ? '' : html` <span class="dim">optional</span>`}</td>
        <td>${kindOf(schema)}</td>
        <td>${aboutOf(schema, shapes)}</td>
      </tr>`,
  );
  return table('Fields', ['Name', 'Kind', 'About'], rows);
}

/** `text`, `list of Run`, with a link where the kind is described on the page. */
function kindOf(schema: Schema): unknown {
  if (schema.$ref !== undefined) {
    const name = nameOf(schema.$ref);
    return html`<a href="#shape-${name}">${name}</a>`;
  }
  const choices = choicesOf(schema);
  if (choices.length > 0) {
    return choices.map((choice, index) => html`${index > 0 ? ' or ' : ''}${kindOf(choice)}`);
  }
  if (schema.const !== undefined) return html`<code>${JSON.stringify(schema.const)}</code>`;
  if (schema.type === 'array') return html`list of ${kindOf(schema.items ?? {})}`;
  if (schema.enum) return 'one of';
  const types = [schema.type ?? (schema.properties || schema.allOf ? 'object' : 'any')].flat();
  return schema.format === 'date-time' ? 'time' : types.join(' or ');
}

function aboutOf(schema: Schema, shapes: Shapes): unknown {
  const limits = [
    schema.enum?.map((value) => JSON.stringify(value)).join(', '),
    schema.description,
    schema.minimum !== undefined && schema.minimum > -1e9 ? `from ${schema.minimum}` : undefined,
    schema.maximum !== undefined && schema.maximum < 1e9 ? `up to ${schema.maximum}` : undefined,
    schema.maxLength === undefined ? undefined : `at most ${schema.maxLength} characters`,
    schema.default === undefined ? undefined : `${JSON.stringify(schema.default)} when left out`,
  ].filter((each) => each !== undefined);
  return limits.length > 0
    ? limits.join('; ')
    : schema.$ref
      ? (resolve(schema, shapes).description ?? '')
      : '';
}
