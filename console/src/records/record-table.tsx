import { memo, useMemo, useRef, type KeyboardEvent } from 'react';
import { useCallbackRef } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import type { CrmRecord, Property } from '../../../src/api/contract-records.ts';
import { Go } from '../parts/go.tsx';
import { Icon } from '../parts/icons.tsx';
import { usePaths } from '../parts/paths.ts';
import type { Schema } from './schema.ts';
import { titleProperty, type View } from './view.ts';
import classes from './record-table.module.css';

interface Props {
  schema: Schema;
  view: View;
  records: CrmRecord[];
  onSort: (sort: View['sort']) => void;
  selected: string[];
  /** Null: rows cannot be chosen here. */
  onSelect: ((ids: string[]) => void) | null;
}

/** Rows of plain elements in a grid of fixed columns: nothing moves when more of them come. */
export function RecordTable({ schema, view, records, onSort, selected, onSelect }: Props) {
  const { t } = useTranslation();
  const columns = useMemo(
    () => view.columns.flatMap((name) => schema.byName.get(name) ?? []),
    [view.columns.join(), schema],
  );
  const all = records.length > 0 && records.every((one) => selected.includes(one.id));
  const some = records.some((one) => selected.includes(one.id));
  const body = useRef<HTMLDivElement>(null);
  const from = useRef(0);
  const choose = useCallbackRef((index: number, on: boolean, range: boolean) => {
    const [low, high] = range
      ? [Math.min(from.current, index), Math.max(from.current, index)]
      : [index, index];
    const meant = records.slice(low, high + 1).map((one) => one.id);
    from.current = index;
    onSelect?.(on ? [...new Set([...selected, ...meant])] : selected.filter((id) => !meant.includes(id)));
  });
  const widths = columns.map(widthOf);
  const template = [...(onSelect ? ['40px'] : []), 'minmax(190px, 1.6fr)', ...widths.map(column)].join(' ');
  const least = widths.reduce((sum, [width]) => sum + width, 40 + 190);
  return (
    <div className={classes.scroll}>
      <div
        className={classes.table}
        role="table"
        aria-label={schema.words.object(schema.object, 'many')}
        style={{ '--columns': template, '--least': `${least}px` } as React.CSSProperties}
      >
        <div role="rowgroup" className={classes.head}>
          <div role="row" className={classes.headRow}>
            {onSelect && (
              <span role="columnheader" className={classes.check}>
                <input
                  type="checkbox"
                  aria-label={t('history/selectShown', { count: records.length })}
                  checked={all}
                  ref={(box) => {
                    if (box) box.indeterminate = some && !all;
                  }}
                  onChange={() => onSelect(all ? [] : records.map((one) => one.id))}
                />
              </span>
            )}
            <Header
              label={schema.words.object(schema.object, 'one')}
              name={titleProperty(schema)}
              sort={view.sort}
              onSort={onSort}
            />
            {columns.map((one) => (
              <Header
                key={one.name}
                label={schema.words.label(one)}
                name={one.name}
                sort={view.sort}
                onSort={onSort}
                right={one.type === 'number'}
              />
            ))}
          </div>
        </div>
        <div role="rowgroup" ref={body} onKeyDown={(event) => step(event, body.current)}>
          {records.map((record, index) => (
            <Row
              key={record.id}
              {...{ record, schema, columns, index }}
              chosen={selected.includes(record.id)}
              choose={onSelect ? choose : null}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

/** Arrows, j and k go from row to row. */
function step(event: KeyboardEvent, body: HTMLElement | null): void {
  const by = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
  if (by === undefined || event.metaKey || event.ctrlKey || event.altKey || !body) return;
  const links = [...body.querySelectorAll<HTMLElement>('a')];
  const row = (event.target as HTMLElement).closest('[role="row"]');
  const at = links.findIndex((link) => row?.contains(link));
  const next = links[at + by];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** Least width in pixels, and the share of what is left. */
function widthOf({ type, fieldType, format }: Property): [least: number, share: number] {
  if (type === 'bool') return [80, 0.5];
  if (type === 'number') return [100, 0.6];
  if (type === 'date') return [130, 0.7];
  if (type === 'datetime') return [190, 0.9];
  if (format === 'email') return [200, 1.4];
  return fieldType === 'textarea' ? [200, 1.4] : [130, 1];
}

const column = ([least, share]: [number, number]) => `minmax(${least}px, ${share}fr)`;

interface HeaderProps {
  label: string;
  name: string;
  sort: View['sort'];
  onSort: (sort: View['sort']) => void;
  right?: boolean;
}

/** Sorts by a column: up, down, and as it comes. */
function Header({ label, name, sort, onSort, right = false }: HeaderProps) {
  const { t } = useTranslation();
  const direction = sort?.property === name ? sort.direction : null;
  const next = direction === null ? 'asc' : direction === 'asc' ? 'desc' : null;
  return (
    <span
      role="columnheader"
      className={classes.header}
      data-right={right || undefined}
      aria-sort={direction === null ? 'none' : direction === 'asc' ? 'ascending' : 'descending'}
    >
      <button
        type="button"
        className={classes.sort}
        title={t(`records/sort/${next ?? 'none'}`, { property: label })}
        onClick={() => onSort(next && { property: name, direction: next })}
      >
        <span className={classes.headerText}>{label}</span>
        <span className={classes.arrow} data-on={direction !== null || undefined}>
          <Icon name={direction === 'desc' ? 'down' : 'up'} size={12} />
        </span>
      </button>
    </span>
  );
}

interface RowProps {
  record: CrmRecord;
  schema: Schema;
  columns: Property[];
  index: number;
  chosen: boolean;
  choose: ((index: number, on: boolean, range: boolean) => void) | null;
}

const Row = memo(function Row({ record, schema, columns, index, chosen, choose }: RowProps) {
  const { t } = useTranslation();
  const paths = usePaths();
  const { crm, object } = schema.place;
  return (
    <div role="row" className={classes.row} data-selected={chosen || undefined}>
      {choose && (
        <span role="cell" className={classes.check}>
          <input
            type="checkbox"
            aria-label={t('history/select', { title: record.title })}
            checked={chosen}
            onChange={(event) =>
              choose(index, event.currentTarget.checked, (event.nativeEvent as MouseEvent).shiftKey)
            }
          />
        </span>
      )}
      <span role="cell" className={classes.title}>
        <Go href={paths.record(crm, object, record.id)} className={classes.link} title={record.title}>
          {record.title}
        </Go>
      </span>
      {columns.map((property) => {
        const text = schema.show(property, record.values[property.name]);
        return (
          <span
            key={property.name}
            role="cell"
            className={classes.cell}
            data-right={property.type === 'number' || undefined}
            data-empty={text === '' || undefined}
            data-label={schema.words.label(property)}
            title={text}
          >
            {text}
          </span>
        );
      })}
    </div>
  );
});
