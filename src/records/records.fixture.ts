import { crm } from '../connectors/crm/manifest.ts';
import { newId } from '../std/id.ts';
import type { Id } from '../std/id.ts';
import { systemClock } from '../std/clock.ts';
import { createTestDatabase } from '../../test/support/database.ts';
import type { TestDatabase } from '../../test/support/database.ts';
import type { CrmRef } from './crm.ts';
import { createRecords } from './records.ts';
import type { Records } from './records.ts';

/** The room with a built-in CRM in a workspace of its own. */
export interface RecordsHouse extends AsyncDisposable {
  database: TestDatabase;
  records: Records;
  ref: CrmRef;
  /** Another built-in CRM, in another workspace. */
  another(): Promise<CrmRef>;
}

export async function openRecords(): Promise<RecordsHouse> {
  const database = await createTestDatabase();
  const { pool } = database;
  const records = createRecords({
    pool,
    clock: systemClock,
    connectors: { crm },
    connectorOf: async (workspaceId, connectionId) => {
      const { rows } = await pool.query<{ connector: string }>(
        'select connector from connections where workspace_id = $1 and id = $2',
        [workspaceId, connectionId],
      );
      return rows[0]?.connector ?? null;
    },
  });
  const another = async (): Promise<CrmRef> => {
    const [workspaceId, connectionId]: Id[] = [newId(), newId()];
    await pool.query('insert into workspaces (id, name) values ($1, $2)', [workspaceId, 'Test']);
    await pool.query(
      `insert into connections (workspace_id, id, connector, name, environment, auth_method)
       values ($1, $2, 'crm', 'CRM', 'live', 'none')`,
      [workspaceId, connectionId],
    );
    const ref = { workspaceId: workspaceId!, connectionId: connectionId! };
    await records.install(ref);
    await records.setOwners(ref, [
      { id: '77', email: 'ingrid@acme.example', firstName: 'Ingrid', lastName: 'Berg', archived: false },
    ]);
    return ref;
  };
  return {
    ...{ database, records, another },
    ref: await another(),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}
