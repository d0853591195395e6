/** The store has just taken another write of the same key: nothing was written. */
export class StoreBusyError extends Error {
  constructor(cause: unknown) {
    super('the store takes one write of a key a second', { cause });
    this.name = 'StoreBusyError';
  }
}
