import type { Pool } from 'pg';

/** Everything a database holds, as text by table and column. */
export type Dump = Map<string, string>;

/** Reads every row of every table; bytes are taken as the text they hold. */
export async function dumpDatabase(pool: Pool): Promise<Dump> {
  const tables = await pool.query<{ name: string }>(
    `select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'm') and n.nspname not in ('pg_catalog', 'information_schema')
     order by 1`,
  );
  const dump: Dump = new Map();
  for (const { name } of tables.rows) {
    const { rows } = await pool.query<Record<string, unknown>>(`select * from ${name}`);
    for (const row of rows) {
      for (const [column, value] of Object.entries(row)) {
        if (value === null) continue;
        const place = `${name}.${column}`;
        dump.set(place, `${dump.get(place) ?? ''}${textOf(value)}\n`);
      }
    }
  }
  return dump;
}

function textOf(value: unknown): string {
  if (Buffer.isBuffer(value)) return value.toString('utf8');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Where a text stands, as it is or as it looks in base64, in hexadecimal or in a URL. */
export function placesOf(dump: Dump, text: string): string[] {
  const looks = looksOf(text);
  return [...dump].flatMap(([place, held]) => (looks.some((look) => held.includes(look)) ? [place] : []));
}

function looksOf(text: string): string[] {
  const bytes = Buffer.from(text);
  // Where a text begins inside base64 decides what it looks like; its ends mix with its neighbours and are left out.
  const inBase64 = [0, 1, 2].map((offset) =>
    Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '')
      .slice(offset && 4, -2),
  );
  return [...new Set([text, encodeURIComponent(text), bytes.toString('hex'), ...inBase64])];
}
