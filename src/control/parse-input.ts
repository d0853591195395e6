import type { z } from 'zod';
import { invalidInput } from './errors.ts';

/** Throws `invalid_input` with the path of each value that was refused. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown) {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw invalidInput(
    parsed.error.issues.map((issue) => ({ path: pathText(issue.path), message: issue.message })),
  );
}

/** `['rules', 2, 'when']` as `rules[2].when`. */
export const pathText = (path: readonly PropertyKey[]): string =>
  path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');
