import type { Pool } from 'pg';
import type { SecretBox } from '../std/crypto.ts';

/** A column of sealed values, and how a value is bound to its row. */
export interface SealedColumn {
  table: string;
  column: string;
  /** The primary key; bytes are given to `row` as hex. */
  key: { name: string; type: 'uuid' | 'bytea' }[];
  /** What `seal` and `open` are given. */
  row(key: string[]): readonly string[];
}

const batchSize = 200;

/**
 * Seals every value of a column with the newest key, in batches of 200: each row is changed only if it still holds what
 * was read, so a credential that is renewed meanwhile stays renewed. Safe to repeat and to stop at any moment.
 * @param onBatch told how many values were sealed again so far
 * @returns how many were
 */
export async function resealColumn(
  pool: Pool,
  secrets: SecretBox,
  column: SealedColumn,
  onBatch: (done: number) => void = () => undefined,
): Promise<number> {
  let done = 0;
  let last: string[] | null = null;
  for (;;) {
    const rows: Stored[] = await readBatch(pool, column, last);
    const old = rows.filter(({ sealed }) => !secrets.isCurrent(sealed));
    if (old.length > 0) {
      const renewed = old.map(({ key, sealed }) => {
        const row = column.row(key);
        return secrets.seal(secrets.open(sealed, row), row);
      });
      done += await writeBatch(pool, column, old, renewed);
      onBatch(done);
    }
    if (rows.length < batchSize) return done;
    last = rows.at(-1)!.key;
  }
}

interface Stored {
  key: string[];
  sealed: Buffer;
}

const asText = ({ name, type }: SealedColumn['key'][number]) =>
  type === 'bytea' ? `encode(${name}, 'hex')` : `${name}::text`;
const asKey = (value: string, { type }: SealedColumn['key'][number]) =>
  type === 'bytea' ? `decode(${value}, 'hex')` : `${value}::uuid`;

async function readBatch(
  pool: Pool,
  { table, column, key }: SealedColumn,
  last: string[] | null,
): Promise<Stored[]> {
  const names = key.map(({ name }) => name).join(', ');
  const after = key.map((part, index) => asKey(`$${index + 1}`, part)).join(', ');
  const { rows } = await pool.query<Stored>(
    `select array[${key.map(asText).join(', ')}] as key, ${column} as sealed from ${table}
     where ${column} is not null ${last === null ? '' : `and (${names}) > (${after})`}
     order by ${names} limit ${batchSize}`,
    last ?? [],
  );
  return rows;
}

async function writeBatch(
  pool: Pool,
  { table, column, key }: SealedColumn,
  old: Stored[],
  renewed: Buffer[],
): Promise<number> {
  const given = key.map((_, index) => `k${index}`);
  const same = key.map((part, index) => `t.${part.name} = ${asKey(`v.k${index}`, part)}`).join(' and ');
  const arrays = [...key.map((_, index) => `$${index + 3}::text[]`), '$1::bytea[]', '$2::bytea[]'];
  const { rowCount } = await pool.query(
    `update ${table} t set ${column} = v.renewed
     from unnest(${arrays.join(', ')}) as v (${[...given, 'old', 'renewed'].join(', ')})
     where ${same} and t.${column} = v.old`,
    [old.map(({ sealed }) => sealed), renewed, ...key.map((_, index) => old.map((row) => row.key[index]))],
  );
  return rowCount ?? 0;
}
