/** Why the account refused a change. Each API version writes it in its own shape. */
type RefusalKind =
  | 'not_found'
  | 'blank'
  | 'too_short'
  | 'too_long'
  | 'taken'
  | 'must_be_string'
  | 'must_be_number'
  | 'must_be_boolean'
  | 'must_be_array'
  | 'must_be_object'
  | 'invalid'
  | 'not_included'
  | 'unknown_field'
  | 'unknown_custom_field'
  | 'bad_request'
  | 'unreadable'
  | 'too_large'
  | 'forbidden';

/**
 * The account says no. `subject` is the attribute at fault, or the kind of record that was not found; `detail` a value
 * or a sentence, depending on the kind.
 */
export class Refusal extends Error {
  readonly kind: RefusalKind;
  readonly subject: string;
  readonly detail: string;
  constructor(kind: RefusalKind, subject: string, detail = '') {
    super(`${kind} ${subject} ${detail}`.trim());
    this.name = 'Refusal';
    this.kind = kind;
    this.subject = subject;
    this.detail = detail;
  }
}
