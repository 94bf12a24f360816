import type { Pool } from 'pg';
import type { Connections } from './connections/connections.ts';
import { connectorOf } from './connections/store.ts';
import type { Connector } from './kit/connector.ts';
import { createMirror, type Mirror } from './records/mirror/mirror.ts';
import { createVendorDriver } from './records/mirror/vendor-driver.ts';
import { createRecords, type Records } from './records/records.ts';
import type { Clock } from './std/clock.ts';

export interface RecordParts {
  pool: Pool;
  clock: Clock;
  connectors: Record<string, Connector>;
  connections: Pick<Connections, 'context'>;
}

/** The records room with a driver for each CRM that its vendor keeps, and the mirrors of those. */
export function wireRecords({ pool, clock, connectors, connections }: RecordParts): {
  records: Records;
  mirror: Mirror;
} {
  const driver = createVendorDriver({
    ...{ pool, clock, connectors },
    context: (workspaceId, id) => connections.context(workspaceId, id, { people: true }),
  });
  const vendors = Object.values(connectors).filter((one) => one.objects?.kept === 'vendor');
  const records = createRecords({
    ...{ pool, clock, connectors },
    connectorOf: (workspaceId, id) => connectorOf(pool, workspaceId, id),
    drivers: Object.fromEntries(vendors.map((one) => [one.key, driver])),
  });
  const mirror = createMirror({
    ...{ pool, clock, connectors, records },
    context: ({ workspaceId, connectionId }, signal) =>
      connections.context(workspaceId, connectionId, { people: false, signal }),
  });
  return { records, mirror };
}
