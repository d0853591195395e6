import type * as z from 'zod';
import type { Problem } from './problem.ts';

export const problemsOf = (error: z.ZodError): Problem[] =>
  error.issues
    .flatMap((issue) => resolveUnion(issue, []))
    .map(({ path, message }) => ({ path: pathText(path), message }));

type Issue = z.core.$ZodIssue;
type Located = Pick<Issue, 'path' | 'message'>;

/**
 * Of a value that fits none of several forms, the problems with the form it comes closest to: one
 * that knows all, or most, of its properties. The form's own message where nothing comes close.
 */
function resolveUnion(issue: Issue, parent: readonly PropertyKey[]): Located[] {
  const path = [...parent, ...issue.path];
  if (issue.code !== 'invalid_union') return [{ path, message: issue.message }];
  const [closest, next] = issue.errors.toSorted(
    (left, right) => strangeness(left) - strangeness(right),
  );
  if (!closest || (next && strangeness(closest) === strangeness(next))) {
    return [{ path, message: issue.message }];
  }
  return closest.flatMap((inner) => resolveUnion(inner, path));
}

/** How many properties of the value a form does not know, at the place where the forms part. */
const strangeness = (issues: readonly Issue[]): number =>
  issues.reduce(
    (count, issue) =>
      issue.code === 'unrecognized_keys' && issue.path.length === 0
        ? count + issue.keys.length
        : count,
    0,
  );

const pathText = (path: readonly PropertyKey[]): string =>
  path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');
