/** Statuses, chosen once (design §1). */
export type RunStatus = 'pending' | 'running' | 'waiting' | 'completed' | 'failed' | 'canceled' | 'parked';
export type AttemptStatus = 'running' | 'succeeded' | 'failed' | 'unknown';
export type ConnectionStatus = 'active' | 'needs_reconnect' | 'disabled';
export type WorkflowStatus = 'draft' | 'published' | 'paused';

/** A code the console translates, with its parameters. */
export interface Reason {
  code: string;
  params?: Record<string, unknown>;
  /** The vendor's or our own English words, for engineers. */
  message?: string;
}
