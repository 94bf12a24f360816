import { useState } from 'react';
import { Paper, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CrmRecord, Property } from '../../../src/api/contract-records.ts';
import { folded } from '../frame/find-things.ts';
import { Icon } from '../parts/icons.tsx';
import { PropertyRow } from './property-row.tsx';
import type { Schema } from './schema.ts';
import classes from './property-panel.module.css';

interface Props {
  schema: Schema;
  record: CrmRecord;
  mayWrite: boolean;
}

/** A record's properties by group. One is edited at a time. */
export function PropertyPanel({ schema, record, mayWrite }: Props) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState<string | null>(null);
  const [text, setText] = useState('');
  const [filled, setFilled] = useState(false);
  const wanted = folded(text.trim());
  const shown = schema.properties.filter(
    (one) =>
      !one.hidden &&
      folded(schema.words.label(one)).includes(wanted) &&
      (!filled || one.name === editing || Boolean(record.values[one.name])),
  );
  return (
    <Paper p={0} className={classes.panel}>
      <div className={classes.top}>
        <TextInput
          size="xs"
          type="search"
          style={{ flex: 1 }}
          leftSection={<Icon name="search" size={14} />}
          aria-label={t('records/findProperty')}
          placeholder={t('records/findProperty')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Switch
          size="xs"
          label={t('records/onlyFilled')}
          checked={filled}
          onChange={(event) => setFilled(event.currentTarget.checked)}
        />
      </div>
      {grouped(shown).map(([group, properties]) => (
        <div key={group} role="group" aria-label={schema.words.group(group)}>
          <h2 className={classes.group}>{schema.words.group(group)}</h2>
          <dl className={classes.list}>
            {properties.map((property) => (
              <PropertyRow
                key={property.name}
                {...{ schema, record, property }}
                mayWrite={mayWrite && !property.readOnly}
                editing={editing === property.name}
                onEdit={(on) => setEditing(on ? property.name : null)}
              />
            ))}
          </dl>
        </div>
      ))}
      {shown.length === 0 && <p className={classes.none}>{t('form/noMatch')}</p>}
    </Paper>
  );
}

/** By group, in the order in which groups appear; what the CRM writes comes last in its group. */
function grouped(properties: Property[]): [string, Property[]][] {
  const groups = new Map<string, Property[]>();
  for (const one of properties) groups.set(one.group, [...(groups.get(one.group) ?? []), one]);
  return [...groups];
}
