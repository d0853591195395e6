import * as z from 'zod';
import type { ErrorBody } from './error.ts';
import type { Problem } from './problem.ts';

export const problem: z.ZodType<Problem> = z.object({ path: z.string(), message: z.string() });

/** What is not a success, OFREP's own errors aside. */
export const errorResource: z.ZodType<ErrorBody> = z
  .object({
    error: z.object({
      code: z.string(),
      message: z.string(),
      request_id: z.string(),
      problems: z.array(problem).exactOptional(),
    }),
  })
  .meta({ id: 'Error' });
