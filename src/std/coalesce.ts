/**
 * Makes many calls one: the first acts at once, those within `ms` milliseconds after it act together when that time is
 * over. The last call is never lost.
 */
export function coalesce(ms: number, act: () => void): () => void {
  let waiting = false;
  let again = false;
  const over = (): void => {
    waiting = again;
    if (!again) return;
    again = false;
    setTimeout(over, ms);
    act();
  };
  return () => {
    if (waiting) {
      again = true;
      return;
    }
    waiting = true;
    setTimeout(over, ms);
    act();
  };
}
