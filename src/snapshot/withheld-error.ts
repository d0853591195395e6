/** Nothing was published: what is there goes on being served. Its message says the way out. */
export class WithheldError extends Error {
  constructor(environment: string, { reason, wayOut }: { reason: string; wayOut: string }) {
    super(
      `${environment} was not published, as ${reason}. What was published before goes on being served. ${wayOut}`,
    );
    this.name = 'WithheldError';
  }
}
