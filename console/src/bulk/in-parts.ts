/** How many runs one call changes, so that progress is seen and a stop is soon. */
export const partSize = 100;

/** How far an action on many came. */
export interface Progress {
  done: number;
  total: number;
  changed: number;
}

/**
 * Works through ids part by part and tells after each how far it is. Ends early when `stopped` says so. Gives what was
 * done; throws what a part throws, after the parts before it were told.
 */
export async function inParts(
  ids: string[],
  work: (part: string[]) => Promise<number>,
  tell: (progress: Progress) => void,
  stopped: () => boolean = () => false,
): Promise<Progress> {
  let progress: Progress = { done: 0, total: ids.length, changed: 0 };
  while (progress.done < ids.length && !stopped()) {
    const part = ids.slice(progress.done, progress.done + partSize);
    const changed = await work(part);
    progress = { ...progress, done: progress.done + part.length, changed: progress.changed + changed };
    tell(progress);
  }
  return progress;
}
