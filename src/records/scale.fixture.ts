import type { Pool } from 'pg';
import type { CrmRef } from './crm.ts';

/**
 * Contacts by the hundred thousand in one statement, as the room would have written them: values, words, keys, ordered
 * places. For measuring.
 */
export async function fillContacts(pool: Pool, ref: CrmRef, count: number): Promise<void> {
  await pool.query(
    `insert into records (workspace_id, connection_id, id, object, external_id, "values", created_at, updated_at, words, keys, sorts)
     select $1, $2, gen_random_uuid(), 'contact', (1000000000 + n)::text,
       jsonb_build_object('firstname', f, 'lastname', l, 'email', e, 'phone', p, 'company', c, 'city', ci,
         'lifecyclestage', ls, 'hubspot_owner_id', '77', 'hs_object_id', n::text, 'createdate', iso, 'lastmodifieddate', iso,
         'jobtitle', 'Head of ' || c, 'country', 'Norway', 'website', 'https://' || n || '.example', 'zip', n::text),
       ts, ts,
       array_to_tsvector(array(select distinct x from unnest(array[n::text, lower(f), lower(l), e, split_part(e, '@', 1),
         split_part(e, '@', 2), lower(c), 'company', split_part(c, ' ', 2), p]) as x)),
       array['firstname=' || lower(f), 'lastname=' || lower(l), 'email=' || e, 'phone=' || p, 'company=' || lower(c),
         'city=' || lower(ci), 'lifecyclestage=' || ls, 'hubspot_owner_id=77', 'hs_object_id=' || n,
         'jobtitle=head of ' || lower(c), 'country=norway', 'zip=' || n],
       array[lower(f), lower(l), e, lower(c), ls, '77']
     from (
       select n, (array['Anna', 'Ana', 'Lars', 'Ingrid', 'João', 'Beatriz', 'Jürgen', 'Sofia', 'Erik', 'Maja'])[1 + n % 10] as f,
         (array['Hansen', 'Johansson', 'Silva', 'Souza', 'Müller', 'Schmidt', 'Berg', 'Lund', 'Costa', 'Weber'])[1 + (n / 10) % 10]
           || n % 997 as l,
         'person' || n || '@example' || n % 3000 || '.com' as e, (4790000000 + n)::text as p, 'Company ' || n % 3000 as c,
         (array['Oslo', 'Bergen', 'Berlin', 'São Paulo', 'Stockholm'])[1 + n % 5] as ci,
         (array['subscriber', 'lead', 'opportunity', 'customer'])[1 + n * 13 % 4] as ls,
         ts, to_char(ts at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as iso
       from (select n, timestamptz '2026-01-01' + n * interval '1 minute' as ts from generate_series(1, $3::int) as n) as numbered
     ) as people`,
    [ref.workspaceId, ref.connectionId, count],
  );
  await pool.query('analyze records');
}
