import { useTranslation } from 'react-i18next';
import type { RunSummary } from '../../../src/api/contract.ts';
import { reasonText } from '../i18n/reason-text.ts';
import { wordsOf } from '../i18n/words.ts';
import { Go } from '../parts/go.tsx';
import { Monogram } from '../parts/monogram.tsx';
import { usePaths } from '../parts/paths.ts';
import { Mark, runWord } from '../parts/status.tsx';
import { When } from '../parts/when.tsx';
import classes from './run-row.module.css';

interface RunRowProps {
  run: RunSummary;
  /** Among runs of one workflow that stopped for one reason, which is told above them. */
  brief?: boolean;
  selected?: boolean;
  /** Null: rows cannot be chosen here. */
  onSelect: ((on: boolean) => void) | null;
}

/** One run in a list: what it was about, how it stands, and why. */
export function RunRow({ run, brief = false, selected = false, onSelect }: RunRowProps) {
  const { t, i18n } = useTranslation();
  const paths = usePaths();
  const connector = run.source?.connector ?? '';
  const rested = ['completed', 'canceled'].includes(run.status);
  const startedBy = `${wordsOf(i18n, connector).trigger(run.trigger)} · ${run.workflow.name}`;
  const why = run.reason && !rested && !brief ? reasonText(i18n, run.reason, connector) : null;
  // Plain elements: a list has hundreds of rows, and a component for each line of text is what one waits for.
  return (
    <li className={classes.row} data-selected={selected || undefined}>
      {onSelect && (
        <span className={classes.check}>
          <input
            type="checkbox"
            aria-label={t('history/select', { title: run.title })}
            checked={selected}
            onChange={(event) => onSelect(event.currentTarget.checked)}
          />
        </span>
      )}
      <Go href={paths.run(run.id)} className={classes.link}>
        <span className={classes.status}>
          <Mark status={run.status} word={runWord(t, run)} />
        </span>
        <span className={classes.what}>
          <span className={classes.name}>
            {run.source && <Monogram connector={run.source.connector} size={20} />}
            <span className={classes.title} title={run.title}>
              {run.title}
            </span>
          </span>
          {!brief && (
            <span className={classes.line} title={startedBy}>
              {startedBy}
            </span>
          )}
          {why !== null && (
            <span
              className={classes.line}
              data-why={run.status === 'failed' ? 'failed' : 'waits'}
              title={why}
            >
              {why}
            </span>
          )}
        </span>
        <span className={classes.when}>
          <When at={run.startedAt} />
          {run.nextAt && run.status === 'waiting' && (
            <span className={classes.next}>
              {t('run/next')} <When at={run.nextAt} as="clock" />
            </span>
          )}
        </span>
      </Go>
    </li>
  );
}
