import type { Dispatcher } from 'undici';
import type { VendorError } from '../../kit/vendor-error.ts';
import type { Deadline, Deadlines } from './deadlines.ts';
import { abortedFailure, deadlineFailure, failureOf, heldBackFailure, tooLongFailure } from './failure.ts';

/** A request as it goes on the wire. */
export interface WireRequest {
  origin: string;
  /** Path and query. */
  path: string;
  method: Dispatcher.HttpMethod;
  headers: Record<string, string>;
  body: Buffer | null;
}

export interface ExchangeOptions {
  dispatcher: Dispatcher;
  deadlines: Deadlines;
  /** From now to the last byte of the answer, waiting for a connection included. */
  timeoutMs: number;
  maxBytes: number;
  /** Called in the very turn the first byte is written; a throw means nothing is sent. */
  beforeWrite: (() => void) | undefined;
  signal: AbortSignal | undefined;
}

/** An answer, whole. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/**
 * One request and its answer. undici calls `onRequestStart` in the same turn as, and right before, its first write
 * to the socket, for requests with and without a body: what throws there was never sent, and what had not come that
 * far when it ended can be called `not_sent` for certain.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly answer: Promise<Answer>;
  /** The status of an answer that may have broken off later. */
  status: number | null = null;
  headers: Record<string, string> = {};
  readonly #options: ExchangeOptions;
  readonly #host: string;
  readonly #deadline: Deadline;
  readonly #abort = () => this.#give(abortedFailure(this.#host, this.#sent));
  #resolve!: (answer: Answer) => void;
  #reject!: (error: VendorError) => void;
  #controller: Dispatcher.DispatchController | null = null;
  #sent = false;
  #over = false;
  #bytes = 0;
  readonly #chunks: Buffer[] = [];

  constructor(request: WireRequest, options: ExchangeOptions) {
    this.#options = options;
    this.#host = request.origin.slice(request.origin.indexOf('//') + 2);
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#deadline = options.deadlines.add(options.timeoutMs, () =>
      this.#give(deadlineFailure(this.#host, this.#sent, options.timeoutMs)),
    );
    if (options.signal?.aborted) this.#abort();
    else {
      options.signal?.addEventListener('abort', this.#abort, { once: true });
      options.dispatcher.dispatch(request, this);
    }
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#over) throw new Error('The call was given up before it was sent.');
    try {
      this.#options.beforeWrite?.();
    } catch (error) {
      this.#fail(heldBackFailure(this.#host, error));
      throw error;
    }
    this.#controller = controller;
    this.#sent = true;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    // 1xx answers come before the real one.
    if (status < 200) return;
    this.status = status;
    for (const name in headers) {
      const value = headers[name];
      if (value !== undefined) this.headers[name] = typeof value === 'string' ? value : value.join(', ');
    }
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#options.maxBytes) {
      return this.#give(tooLongFailure(this.#host, this.#options.maxBytes));
    }
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (this.#over) return;
    this.#end();
    const body = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
    this.#resolve({ status: this.status ?? 0, headers: this.headers, body });
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    this.#fail(failureOf(error, this.#host, this.#sent));
  }

  /** Ends the call from our side and closes the socket it may be on. */
  #give(failure: VendorError): void {
    this.#fail(failure);
    this.#controller?.abort(failure);
  }

  #fail(failure: VendorError): void {
    if (this.#over) return;
    this.#end();
    this.#reject(failure);
  }

  #end(): void {
    this.#over = true;
    this.#options.deadlines.remove(this.#deadline);
    this.#options.signal?.removeEventListener('abort', this.#abort);
  }
}
