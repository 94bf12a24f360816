import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { CrmRecord, Property } from '../../../src/api/contract-records.ts';
import { PropertyEditor } from './property-editor.tsx';
import { PastValues } from './past-values.tsx';
import type { Schema } from './schema.ts';
import classes from './property-panel.module.css';

interface Props {
  schema: Schema;
  record: CrmRecord;
  property: Property;
  mayWrite: boolean;
  editing: boolean;
  onEdit: (on: boolean) => void;
}

/** One property of a record: its value, which a click edits in place, and the way to what it was. */
export function PropertyRow({ schema, record, property, mayWrite, editing, onEdit }: Props) {
  const { t } = useTranslation();
  const button = useRef<HTMLButtonElement>(null);
  const label = schema.words.label(property);
  const text = schema.show(property, record.values[property.name]);
  const shown = <span className={classes.long}>{text || <span className={classes.empty}>–</span>}</span>;
  const close = () => {
    onEdit(false);
    // The keyboard goes on where it was.
    requestAnimationFrame(() => button.current?.focus());
  };
  return (
    <div className={classes.row} data-editing={editing || undefined}>
      <dt className={classes.label}>{label}</dt>
      <dd className={classes.value}>
        {editing ? (
          <PropertyEditor {...{ schema, record, property }} onClose={close} />
        ) : mayWrite ? (
          <button
            ref={button}
            type="button"
            className={classes.button}
            aria-label={t('records/edit', { property: label, value: text || '–' })}
            title={text}
            onClick={() => onEdit(true)}
          >
            {shown}
          </button>
        ) : (
          <div className={classes.still} title={text}>
            {shown}
          </div>
        )}
        <span className={classes.past}>
          <PastValues {...{ schema, record, property }} />
        </span>
      </dd>
    </div>
  );
}
