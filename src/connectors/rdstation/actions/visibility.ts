/**
 * How long a record may take to show up in RD's lists after it was created, in milliseconds. Not documented; lists stop
 * at 10,000 records as search indexes do, so they may lag behind the records.
 */
export const visibilityDelayMs = 10_000;
