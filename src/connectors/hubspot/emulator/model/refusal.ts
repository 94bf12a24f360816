/** What HubSpot's error bodies carry beside status, message and correlation id. Every field may be missing. */
export interface ErrorDetails {
  category?: string;
  subCategory?: string;
  errors?: { message: string; code?: string; in?: string; context?: Record<string, string[]> }[];
  context?: Record<string, string[]>;
  links?: Record<string, string>;
  errorType?: string;
  policyName?: string;
}

/** HubSpot says no: the HTTP status and what its error body says (HubSpot docs "Error handling", read 2026-11). */
export class HubError extends Error {
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 415 | 429;
  readonly details: ErrorDetails;
  constructor(status: HubError['status'], message: string, details: ErrorDetails = {}) {
    super(message);
    this.name = 'HubError';
    this.status = status;
    this.details = details;
  }
}

/** 400 with category VALIDATION_ERROR. */
export function invalid(message: string, details: ErrorDetails = {}): HubError {
  return new HubError(400, message, { category: 'VALIDATION_ERROR', ...details });
}

/** 404 as an unknown record answers it; the text is not documented. */
export function notFound(message = 'resource not found'): HubError {
  return new HubError(404, message, { category: 'OBJECT_NOT_FOUND' });
}

/** 409. */
export function conflict(message: string, details: ErrorDetails = {}): HubError {
  return new HubError(409, message, { category: 'CONFLICT', ...details });
}

/** One property value that is not taken, and why. */
export interface ValueFault {
  name: string;
  message: string;
  /** PROPERTY_DOESNT_EXIST, INVALID_OPTION, INVALID_INTEGER, INVALID_DATE, INVALID_EMAIL, READ_ONLY_VALUE, CONFLICTING_UNIQUE_VALUE. */
  code: string;
}

/** 400 for property values: the faults twice, once as JSON inside the message, as HubSpot writes them. */
export function invalidValues(faults: ValueFault[], portalId: number): HubError {
  const listed = faults.map(({ name, message, code }) => ({
    isValid: false,
    message,
    error: code,
    name,
    localizedErrorMessage: message,
    portalId,
  }));
  return invalid(`Property values were not valid: ${JSON.stringify(listed)}`, {
    errors: faults.map(({ name, message, code }) => ({ message, code, context: { propertyName: [name] } })),
  });
}
