/** A request that is refused for its own sake, with the HTTP status Neon gives it. */
export class SqlRequestError extends Error {
  readonly status: number;

  constructor(message: string, status = 400) {
    super(message);
    this.status = status;
  }
}
