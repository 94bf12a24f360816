/** Collects calls into batches: one flush serves many callers. */
export interface BatchOptions<In, Out> {
  /** Does the work for a batch; answers in its order. A throw rejects every caller of the batch. */
  flush(items: In[]): Promise<Out[]>;
  /** Most items of one flush. */
  maxItems: number;
  /** Most flushes at once. */
  parallel: number;
  /** Weight of an item (bytes); with `maxWeight` it bounds one flush. */
  weigh?(item: In): number;
  maxWeight?: number;
}

export interface Batch<In, Out> {
  add(item: In): Promise<Out>;
  /** Items waiting for a flush. */
  readonly waiting: number;
}

interface Waiting<In, Out> {
  item: In;
  resolve(out: Out): void;
  reject(error: unknown): void;
}

/**
 * Group commit: items that arrive while flushes are busy go together in the next one, so load makes batches grow
 * and an idle system adds no wait but one turn of the event loop.
 */
export function createBatch<In, Out>(options: BatchOptions<In, Out>): Batch<In, Out> {
  const queue: Waiting<In, Out>[] = [];
  let busy = 0;
  let scheduled = false;

  function take(): Waiting<In, Out>[] {
    let count = 0;
    let weight = 0;
    while (count < queue.length && count < options.maxItems) {
      weight += options.weigh?.(queue[count]!.item) ?? 0;
      if (count > 0 && weight > (options.maxWeight ?? Infinity)) break;
      count++;
    }
    return queue.splice(0, count);
  }

  async function flushOnce(): Promise<void> {
    const batch = take();
    try {
      const out = await options.flush(batch.map((waiting) => waiting.item));
      batch.forEach((waiting, index) => waiting.resolve(out[index] as Out));
    } catch (error) {
      for (const waiting of batch) waiting.reject(error);
    }
  }

  function pump(): void {
    scheduled = false;
    while (busy < options.parallel && queue.length > 0) {
      busy++;
      void flushOnce().finally(() => {
        busy--;
        pump();
      });
    }
  }

  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        queue.push({ item, resolve, reject });
        if (!scheduled && busy < options.parallel) {
          scheduled = true;
          setImmediate(pump);
        }
      }),
    get waiting() {
      return queue.length;
    },
  };
}
