import { RE2JS } from 're2js';
import { asText } from '../values/text.ts';
import { type Operators, operator } from './operator.ts';

const LONGEST_PATTERN = 256;
const LONGEST_SUBJECT = 1_024;

/**
 * Instructions of the compiled pattern. Matching takes their number times the subject's length at
 * worst, and repetition writes them out: `[^a]{1000}` has a thousand.
 */
const LARGEST_PROGRAM = 300;

/** Patterns come from tenants, so RE2 finds them, in time linear in the subject. */
export const patternOperators: Operators = {
  matches: operator(
    `an RE2 pattern of at most ${LONGEST_PATTERN} characters and ${LARGEST_PROGRAM} instructions`,
    compilePattern,
    (pattern, { name }) =>
      (context) => {
        const text = asText(context[name]);
        return text === undefined || text.length > LONGEST_SUBJECT ? undefined : pattern.test(text);
      },
  ),
};

function compilePattern(source: unknown, ignoreCase: boolean): RE2JS | undefined {
  if (typeof source !== 'string' || source.length > LONGEST_PATTERN) return undefined;
  try {
    const pattern = RE2JS.compile(source, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
    return pattern.programSize() <= LARGEST_PROGRAM ? pattern : undefined;
  } catch {
    return undefined;
  }
}
