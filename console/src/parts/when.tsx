import { useState } from 'react';
import { Tooltip } from '@mantine/core';
import { clockTime, exactTime, relativeTime } from '../i18n/format.ts';
import { useNow } from './now.ts';
import { useLocale, useTimeZone } from '../i18n/locale.ts';

/** A moment: relative ("3 minutes ago") or by the clock ("14:05"), with the exact one on hover. */
export function When({ at, as = 'relative' }: { at: string; as?: 'relative' | 'clock' }) {
  const locale = useLocale();
  const timeZone = useTimeZone();
  const now = useNow();
  // A list has hundreds of these: what is seen on hover is made on the first one.
  const [looked, setLooked] = useState(false);
  const moment = Date.parse(at);
  const text =
    as === 'clock'
      ? clockTime(moment, now, locale, timeZone)
      : relativeTime(Math.min(moment, moment > now + 20_000 ? moment : now), now, locale, timeZone);
  const time = (
    <time
      dateTime={at}
      className="tabular"
      style={{ whiteSpace: 'nowrap' }}
      onMouseEnter={() => setLooked(true)}
      onTouchStart={() => setLooked(true)}
    >
      {text}
    </time>
  );
  if (!looked) return time;
  return (
    <Tooltip label={exactTime(moment, locale, timeZone)} defaultOpened>
      {time}
    </Tooltip>
  );
}
