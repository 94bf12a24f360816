import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { clockTime, exactTime, relativeTime } from '../i18n/format.ts';
import { useNow } from './now.ts';

/** A moment: relative ("3 minutes ago") or by the clock ("14:05"), with the exact one on hover. */
export function When({ at, as = 'relative' }: { at: string; as?: 'relative' | 'clock' }) {
  const { i18n } = useTranslation();
  const now = useNow();
  const moment = Date.parse(at);
  const text = as === 'clock' ? clockTime(moment, now, i18n.language) : relativeTime(Math.min(moment, moment > now + 20_000 ? moment : now), now, i18n.language);
  return (
    <Tooltip label={exactTime(moment, i18n.language)}>
      <time dateTime={at} className="tabular" style={{ whiteSpace: 'nowrap' }}>
        {text}
      </time>
    </Tooltip>
  );
}
