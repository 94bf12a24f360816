import { useState } from 'react';
import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Json } from '../../../src/api/contract.ts';
import classes from './json-tree.module.css';

/** Deeper parts of a large value start folded. */
const openDepth = 2;
/** A value of so many parts is seen whole at once. */
const fewParts = 60;

function partsIn(value: Json): number {
  return typeof value === 'object' && value !== null
    ? Object.values(value).reduce((sum: number, each) => sum + partsIn(each), 1)
    : 1;
}

/** A JSON value that folds, with open all and close all. */
export function JsonTree({ value }: { value: Json }) {
  const { t } = useTranslation();
  const [round, setRound] = useState(() => ({
    n: 0,
    depth: partsIn(value) <= fewParts ? Infinity : openDepth,
  }));
  const again = (depth: number) => setRound({ n: round.n + 1, depth });
  return (
    <div>
      <Group gap={4} justify="flex-end">
        <Button size="compact-xs" variant="subtle" color="gray" onClick={() => again(Infinity)}>
          {t('json/openAll')}
        </Button>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={() => again(0)}>
          {t('json/closeAll')}
        </Button>
      </Group>
      {/* A new key draws the tree afresh, folded as asked. */}
      <div key={round.n} className={classes.tree} tabIndex={0} role="group" aria-label={t('json/name')}>
        <Node value={value} depth={0} openTo={round.depth} />
      </div>
    </div>
  );
}

function Node({ name, value, depth, openTo }: { name?: string; value: Json; depth: number; openTo: number }) {
  const label = name === undefined ? null : <span className={classes.name}>{name}: </span>;
  if (typeof value !== 'object' || value === null) {
    return (
      <div className={classes.leaf}>
        {label}
        <span className={typeof value === 'string' ? classes.text : classes.plain}>
          {JSON.stringify(value)}
        </span>
      </div>
    );
  }
  const entries = Object.entries<Json>(value as Record<string, Json>);
  const brackets = Array.isArray(value) ? (['[', ']'] as const) : (['{', '}'] as const);
  if (entries.length === 0) {
    return (
      <div className={classes.leaf}>
        {label}
        {brackets.join('')}
      </div>
    );
  }
  return (
    <details open={depth < openTo} className={classes.branch}>
      <summary>
        {label}
        <span className={classes.count}>{`${brackets[0]} ${entries.length} ${brackets[1]}`}</span>
      </summary>
      <div className={classes.children}>
        {entries.map(([key, item]) => (
          <Node key={key} name={key} value={item} depth={depth + 1} openTo={openTo} />
        ))}
      </div>
    </details>
  );
}
