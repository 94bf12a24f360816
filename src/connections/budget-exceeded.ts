/**
 * The call has to wait longer than a worker should stand idle. Nothing was sent; the engine gives the job back and
 * takes it up again after `waitMs` milliseconds. It is no failure and uses up no attempt.
 */
export class BudgetExceeded extends Error {
  readonly waitMs: number;
  constructor(waitMs: number, message: string) {
    super(message);
    this.name = 'BudgetExceeded';
    this.waitMs = waitMs;
  }
}
