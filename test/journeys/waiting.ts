import { systemClock } from '#std/clock.ts';

/**
 * Looks again and again until something is there (not null, not false), and gives it.
 * @param seconds how long it may take before the wait fails
 */
export async function eventually<Value>(
  what: string,
  look: () => Promise<Value | null | false>,
  seconds = 30,
): Promise<Value> {
  const deadline = systemClock.monotonic() + seconds * 1000;
  for (;;) {
    const value = await look();
    if (value !== null && value !== false) return value;
    if (systemClock.monotonic() > deadline) throw new Error(`Not within ${seconds} s: ${what}`);
    await systemClock.sleep(50);
  }
}
