/** One request to a vendor with its answer, as the history keeps it: secrets masked, bodies cut. */
export interface Call {
  method: string;
  url: string;
  /** ISO 8601, UTC. */
  startedAt: string;
  ms: number;
  requestHeaders: Record<string, string>;
  requestBody: CapturedBody | null;
  /** Null when there was no answer. */
  status: number | null;
  responseHeaders: Record<string, string>;
  responseBody: CapturedBody | null;
  error: string | null;
}

export interface CapturedBody {
  text: string;
  /** Bytes as sent. */
  bytes: number;
  /** Whether `text` is less than what was sent. */
  cut: boolean;
}
