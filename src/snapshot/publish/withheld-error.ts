interface Withheld {
  readonly reason: string;
  readonly wayOut: string;
  /** What would have been published is sound: nothing follows for other environments. */
  readonly isSound?: boolean;
}

/** Nothing was published: what is there goes on being served. Its message says the way out. */
export class WithheldError extends Error {
  readonly isSound: boolean;

  constructor(environment: string, { reason, wayOut, isSound = false }: Withheld) {
    super(
      `${environment} was not published, as ${reason}. What was published before goes on being served. ${wayOut}`,
    );
    this.name = 'WithheldError';
    this.isSound = isSound;
  }
}
