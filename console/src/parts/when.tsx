import { Tooltip } from '@mantine/core';
import { clockTime, exactTime, relativeTime } from '../i18n/format.ts';
import { useNow } from './now.ts';
import { useLocale } from '../i18n/locale.ts';

/** A moment: relative ("3 minutes ago") or by the clock ("14:05"), with the exact one on hover. */
export function When({ at, as = 'relative' }: { at: string; as?: 'relative' | 'clock' }) {
  const locale = useLocale();
  const now = useNow();
  const moment = Date.parse(at);
  const text =
    as === 'clock'
      ? clockTime(moment, now, locale)
      : relativeTime(Math.min(moment, moment > now + 20_000 ? moment : now), now, locale);
  return (
    <Tooltip label={exactTime(moment, locale)}>
      <time dateTime={at} className="tabular" style={{ whiteSpace: 'nowrap' }}>
        {text}
      </time>
    </Tooltip>
  );
}
