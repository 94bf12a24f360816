/** What a child tells the supervisor. */
export type FromChild =
  | { kind: 'ready'; detail: unknown }
  | { kind: 'cannot_start'; sentence: string }
  | { kind: 'relay'; to: string; message: unknown };

/** What the supervisor tells a child. */
export type ToChild = { kind: 'message'; from: string; message: unknown } | { kind: 'stop' };

export interface SupervisedOptions {
  /** Ends the work in order. When it resolves, the process exits with code 0. */
  stop: () => Promise<void>;
  onMessage?: (message: unknown, from: string) => void;
}

export interface SupervisedProcess {
  /** The work can begin: the supervisor's `start` resolves with the detail. */
  ready(detail?: unknown): void;
  /** The supervisor's `start` rejects with the sentence, and this process exits with code 1. */
  cannotStart(sentence: string): void;
  /** A hint for another child; it is lost when that is not running. Messages are small: a kind and an id. */
  send(to: string, message: unknown): void;
}

/**
 * Makes this process a child of the supervisor: it stops in order on SIGTERM, ignores the terminal's Ctrl-C (the
 * supervisor tells it), and exits at once when the supervisor is gone, so that nothing outlives a SIGKILL of it.
 * Started by hand, without a supervisor, it stops on both signals.
 */
export function supervised(options: SupervisedOptions): SupervisedProcess {
  const isChild = process.send !== undefined;
  let stopped = false;
  function stop(): void {
    if (stopped) return;
    stopped = true;
    options.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
        process.exit(1);
      },
    );
  }
  process.on('SIGTERM', stop);
  process.on('SIGINT', () => {
    if (!isChild) stop();
  });
  process.on('disconnect', () => process.exit(1));
  process.on('message', (told: ToChild) => {
    if (told.kind === 'stop') stop();
    else options.onMessage?.(told.message, told.from);
  });
  const tell = (report: FromChild, done: () => void = () => undefined): void => {
    // The callback takes the error of a channel that has just closed; 'disconnect' follows.
    if (process.connected) process.send?.(report, undefined, undefined, done);
    else done();
  };
  return {
    ready: (detail = null) => tell({ kind: 'ready', detail }),
    cannotStart: (sentence) => tell({ kind: 'cannot_start', sentence }, () => process.exit(1)),
    send: (to, message) => tell({ kind: 'relay', to, message }),
  };
}
