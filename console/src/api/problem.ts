import type { Fault, Problem } from '../../../src/api/contract.ts';

/** An answer of 400 or above, or no answer at all (`unreachable`). */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly params: Record<string, unknown>;
  readonly faults: Fault[];
  constructor(problem: {
    status: number;
    code: string;
    detail: string;
    params?: Record<string, unknown>;
    faults?: Fault[];
  }) {
    super(problem.detail);
    this.name = 'ApiProblem';
    this.status = problem.status;
    this.code = problem.code;
    this.params = problem.params ?? {};
    this.faults = problem.faults ?? [];
  }
}

/** Reads a refusal out of a status and a body that may be ours (problem+json), better-auth's, or a proxy's page. */
export function problemOf(status: number, body: unknown): ApiProblem {
  const given = (typeof body === 'object' && body !== null ? body : {}) as Partial<Problem> & {
    message?: string;
  };
  // Better-auth's codes are upper case (INVALID_EMAIL_OR_PASSWORD); ours never are.
  const code = (given.code as string | undefined)?.toLowerCase() ?? codeOfStatus(status);
  return new ApiProblem({
    status,
    code,
    detail: given.detail ?? given.message ?? given.title ?? '',
    ...(given.params && { params: given.params }),
    ...(given.faults && { faults: given.faults }),
  });
}

function codeOfStatus(status: number): string {
  if (status === 401) return 'unauthenticated';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not_found';
  if (status === 429) return 'rate_limited';
  return status >= 500 ? 'unavailable' : 'invalid';
}

/** Any thrown value as a problem, so that a screen has one shape to show. */
export function asProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  return new ApiProblem({
    status: 0,
    code: 'console_fault',
    detail: error instanceof Error ? error.message : String(error),
  });
}
