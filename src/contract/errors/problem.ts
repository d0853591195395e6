/** A value that is not as it should be, and where it stands: `rules[2].when.all[0].value`. */
export interface Problem {
  /** Empty where it is the whole. */
  readonly path: string;
  readonly message: string;
}

/** `path: message`, or the message alone where the problem is the whole. */
export const problemText = ({ path, message }: Problem): string =>
  path ? `${path}: ${message}` : message;
