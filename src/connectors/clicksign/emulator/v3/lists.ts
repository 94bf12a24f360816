import type { Context } from 'hono';
import type { ApiEnv } from '../gate.ts';
import { parseMoment } from '../model/moment.ts';
import { answer, answerErrors, type ErrorItem } from './answer.ts';

/** How a list can be narrowed and sorted. */
export interface ListRules<Row> {
  /** Filters by name; given the text after "=". Returns null when the text makes no sense. */
  filters?: Record<string, (text: string) => ((row: Row) => boolean) | null>;
  /** Sort keys by name. */
  sorts?: Record<string, (row: Row) => string | number>;
  show(row: Row): unknown;
}

const defaultSize = 20;
const maxSize = 100;

/** The code JSON:API errors about parameters carry (those of the jsonapi-resources gem, which the vendor runs on). */
const parameterError = (code: string, title: string, detail: string): ErrorItem => ({
  title,
  detail,
  code,
  status: '400',
});

/** Answers one page of rows: `page[number]`, `page[size]`, `filter[…]`, `sort`, with `meta.record_count` and links. */
export function answerList<Row>(c: Context<ApiEnv>, rows: Row[], rules: ListRules<Row>): Response {
  const query = c.get('address').searchParams;
  let found = rows;
  for (const [parameter, text] of query) {
    const name = /^filter\[(.+)\]$/.exec(parameter)?.[1];
    if (name === undefined) continue;
    const filter = rules.filters?.[name];
    if (!filter) {
      return answerErrors(c, 400, parameterError('102', 'Filtro não permitido', `${name} não é permitido`));
    }
    const matches = filter(text);
    if (!matches) {
      return answerErrors(
        c,
        400,
        parameterError('107', 'Filtro inválido', `${text} não é válido para ${name}`),
      );
    }
    found = found.filter(matches);
  }
  const sort = query.get('sort');
  if (sort !== null) {
    const key = rules.sorts?.[sort.replace(/^-/, '')];
    if (!key) {
      return answerErrors(c, 400, parameterError('114', 'Ordenação inválida', `${sort} não é permitido`));
    }
    found = sorted(found, key, sort.startsWith('-') ? -1 : 1);
  }
  const number = pageNumber(query.get('page[number]') ?? '1', Infinity);
  const size = pageNumber(query.get('page[size]') ?? String(defaultSize), maxSize);
  if (number === null || size === null) {
    return answerErrors(
      c,
      400,
      parameterError('118', 'Página inválida', 'page não está em um formato válido'),
    );
  }
  return answer(c, {
    data: found.slice((number - 1) * size, number * size).map((row) => rules.show(row)),
    meta: { record_count: found.length },
    links: pageLinks(c, number, size, Math.max(1, Math.ceil(found.length / size))),
  });
}

function sorted<Row>(rows: Row[], key: (row: Row) => string | number, direction: 1 | -1): Row[] {
  return [...rows].sort((left, right) => {
    const [a, b] = [key(left), key(right)];
    return (a < b ? -1 : a > b ? 1 : 0) * direction;
  });
}

function pageNumber(text: string, most: number): number | null {
  const number = Number(text);
  return Number.isInteger(number) && number >= 1 && number <= most ? number : null;
}

function pageLinks(c: Context<ApiEnv>, number: number, size: number, last: number): Record<string, string> {
  const link = (to: number) => {
    const url = new URL(c.get('address'));
    for (const name of ['access_token', 'page[number]', 'page[size]']) url.searchParams.delete(name);
    url.searchParams.set('page[number]', String(to));
    url.searchParams.set('page[size]', String(size));
    return url.href;
  };
  return {
    first: link(1),
    ...(number < last && { next: link(number + 1) }),
    ...(number > 1 && { prev: link(number - 1) }),
    last: link(last),
  };
}

/** A filter on a moment: two ISO values with a comma between them, both included. */
export function between<Row>(momentOf: (row: Row) => number) {
  return (text: string): ((row: Row) => boolean) | null => {
    const [from, to] = text.split(',').map((part) => parseMoment(part.trim()));
    if (typeof from !== 'number' || typeof to !== 'number') return null;
    return (row) => momentOf(row) >= from && momentOf(row) <= to;
  };
}

/** A filter on equal text. */
export function equal<Row>(textOf: (row: Row) => string | null) {
  return (text: string) => (row: Row) => textOf(row) === text;
}
