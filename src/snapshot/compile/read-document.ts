import type * as z from 'zod';
import type { Problem } from '../../contract/errors/problem.ts';
import { problemsOf } from '../../contract/errors/zod-problems.ts';
import { adminLimits, findExcess } from '../../contract/fields/limits.ts';

type Read<Document> =
  | { readonly document: Document; readonly problems?: never }
  | { readonly document?: never; readonly problems: readonly Problem[] };

/** A jsonb column can hold anything, however deep: what no verb would have taken is not looked into. */
export function readDocument<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): Read<z.output<Schema>> {
  const excess = findExcess(value, adminLimits);
  if (excess) return { problems: [{ path: '', message: excess }] };
  const parsed = schema.safeParse(value);
  return parsed.success ? { document: parsed.data } : { problems: problemsOf(parsed.error) };
}
