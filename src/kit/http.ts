import type { Json } from '../std/json.ts';
import { parseJson } from '../std/json.ts';

/** One request to a vendor, as a connector asks for it. */
export interface VendorRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  headers?: Record<string, string>;
  /** Added to the URL; undefined values are left out. */
  query?: Record<string, string | number | boolean | undefined>;
  /** A JSON body; sets `content-type: application/json` unless a header says otherwise. */
  json?: Json;
  body?: Buffer | string;
  /** Whole call, in milliseconds. Default 30,000. */
  timeoutMs?: number;
  /** Name of one of the connector's further budgets that the call is counted in instead of the usual one. */
  budget?: string;
}

/** What came back. Header names are lowercase. */
export class VendorResponse {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
  constructor(status: number, headers: Record<string, string>, body: Buffer) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }
  text(): string {
    return this.body.toString('utf8');
  }
  /** The body as JSON, or undefined when it is something else (an HTML error page). */
  json(): Json | undefined {
    return parseJson(this.body);
  }
}

/**
 * Calls a vendor: address guard, deadline, budget and capture for the history are already inside. Answers with any
 * status; throws `VendorError` (`timeout`, `unavailable`) when there was no answer.
 */
export type VendorHttp = (request: VendorRequest) => Promise<VendorResponse>;
