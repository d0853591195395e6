/** A reason not to start, or to stop, that a person can act on: shown without a stack. */
export class StartError extends Error {
  readonly wayOut: string;

  constructor(message: string, wayOut: string) {
    super(message);
    this.wayOut = wayOut;
  }
}
