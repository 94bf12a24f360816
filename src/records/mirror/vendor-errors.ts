import { forPeople } from '../../connections/explain.ts';
import { VendorError } from '../../kit/vendor-error.ts';
import { AppError } from '../../std/errors.ts';

/** Runs calls to the vendor; its refusal of all of them is the caller's error. */
export async function explained<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof VendorError ? appErrorOf(error) : (forPeople(error, 'needs_reconnect') as Error);
  }
}

const codes = { conflict: 'conflict', invalid: 'unprocessable', not_found: 'not_found' } as const;

/** A vendor's refusal of one input, for whoever asked. Throws what is no vendor's failure. */
export function appErrorOf(error: unknown): AppError {
  const kind = error instanceof VendorError ? error.kind : null;
  if (kind === 'conflict' || kind === 'invalid' || kind === 'not_found') {
    return new AppError(codes[kind], (error as Error).message, { cause: error });
  }
  const told = forPeople(error, 'needs_reconnect');
  if (told instanceof AppError) return told;
  throw error;
}
