import { useMemo } from 'react';
import type { Filter, Property, RecordSearch } from '../../../src/api/contract-records.ts';
import { useAddress } from '../parts/go.tsx';
import { isWhole, readFilters, writeFilters } from './filters.ts';
import { useOwnStore } from './own-store.ts';
import type { Schema } from './schema.ts';

/** How a list of records is looked at. All of it is in the address, so that it can be sent to somebody. */
export interface View {
  q: string;
  /** Of all, one `;` apart. */
  filters: Filter[];
  sort: { property: string; direction: 'asc' | 'desc' } | null;
  columns: string[];
  archived: boolean;
}

/** What a standard object's list begins with, next to the name. */
const usual: Record<string, string[]> = {
  contact: ['email', 'phone', 'company', 'lifecyclestage', 'hubspot_owner_id'],
  company: ['domain', 'city', 'industry', 'lifecyclestage', 'hubspot_owner_id'],
  deal: ['dealstage', 'amount', 'deal_currency_code', 'closedate', 'hubspot_owner_id'],
  ticket: ['hs_pipeline_stage', 'hs_ticket_priority', 'hubspot_owner_id', 'createdate'],
};

/** The columns of a list nobody changed. */
export function usualColumns({
  object,
  properties,
  byName,
}: Pick<Schema, 'object' | 'properties' | 'byName'>) {
  const wanted = usual[object.name]?.filter((name) => byName.has(name));
  if (wanted && wanted.length > 0) return wanted;
  return properties
    .filter((one) => !one.hidden && !object.title.includes(one.name))
    .slice(0, 5)
    .map((one) => one.name);
}

/** A property that the first column is sorted by. */
export const titleProperty = ({ object }: Pick<Schema, 'object'>) => object.title[0] ?? '';

/** The list on screen, and a way to change how it is looked at. */
export function useView(schema: Schema) {
  const [address, setAddress] = useAddress();
  const [kept, keep] = useOwnStore<string[] | null>(
    `columns.${schema.place.crm}.${schema.object.name}`,
    null,
  );
  const columnText = address.columns ?? kept?.join(',') ?? '';
  const view = useMemo(
    (): View => readView(address, columnText, schema),
    [JSON.stringify(address), columnText, schema],
  );
  const change = (changes: Partial<View>) => {
    if (changes.columns) keep(changes.columns);
    setAddress(addressOf(changes));
  };
  return { view, change };
}

function readView(address: Record<string, string>, columnText: string, schema: Schema): View {
  const { byName } = schema;
  const columns = columnText.split(',').filter((name) => byName.has(name));
  const sort = address.sort;
  return {
    q: address.q ?? '',
    filters: readFilters(address.where ?? '').filter(({ property }) => byName.has(property)),
    sort:
      sort && byName.has(sort)
        ? { property: sort, direction: address.order === 'desc' ? 'desc' : 'asc' }
        : null,
    columns: columns.length > 0 ? columns : usualColumns(schema),
    archived: address.archived === 'yes',
  };
}

/** A view, or some of it, as the query of an address; what is as usual is left out. */
export function addressOf(view: Partial<View>): Record<string, string> {
  return {
    ...(view.q !== undefined && { q: view.q }),
    ...(view.filters && { where: writeFilters(view.filters) }),
    ...(view.sort !== undefined && {
      sort: view.sort?.property ?? '',
      order: view.sort?.direction === 'desc' ? 'desc' : '',
    }),
    ...(view.columns && { columns: view.columns.join(',') }),
    ...(view.archived !== undefined && { archived: view.archived ? 'yes' : '' }),
  };
}

/** What the hub is asked for. Filters that are not whole yet wait. */
export function searchOf({ q, filters, sort, archived }: Omit<View, 'columns'>): RecordSearch {
  const whole = filters.filter(isWhole);
  return {
    ...(q.trim() && { q: q.trim() }),
    ...(whole.length > 0 && { filterGroups: [{ filters: whole }] }),
    ...(sort && { sort: sort.property, direction: sort.direction }),
    ...(archived && { archived: true }),
  };
}

/** Properties a reader may want to see or filter by. */
export const offered = (properties: Property[]) => properties.filter((one) => !one.hidden);
