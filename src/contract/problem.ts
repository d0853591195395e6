import type { z } from 'zod';

/** A value that is not as it should be, and where it stands: `rules[2].when.all[0].value`. */
export interface Problem {
  /** Empty where it is the whole. */
  readonly path: string;
  readonly message: string;
}

export const problemsOf = (error: z.ZodError): Problem[] =>
  error.issues.map(({ path, message }) => ({ path: pathText(path), message }));

export const problemText = ({ path, message }: Problem): string =>
  path ? `${path}: ${message}` : message;

const pathText = (path: readonly PropertyKey[]): string =>
  path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');
