import type * as z from 'zod';
import { problemsOf } from '../contract/errors/zod-problems.ts';
import { invalidInput } from './errors.ts';

/** Throws `invalid_input` with the path of each value that was refused. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown) {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw invalidInput(problemsOf(parsed.error));
}
