import { RE2JS } from 're2js';
import { asText, type Fold } from '../values/text.ts';
import { type Operators, operator } from './operator.ts';

const LONGEST_PATTERN = 256;
const LONGEST_SUBJECT = 1_024;

/**
 * Instructions of the compiled pattern. Matching takes their number times the subject's length at
 * worst, and repetition writes them out: `[^a]{1000}` has a thousand.
 */
const LARGEST_PROGRAM = 160;

/** A repetition in braces; together they may not count further, lest compiling take long. */
const REPETITION = /\{(\d+)(?:,(\d*))?\}/g;
const MOST_REPETITIONS = 200;

/** Classes of thousands of characters, which take milliseconds to compile where case is ignored. */
const WIDE_CLASS = /\\p|-(?:\\x\{|[^\0-\x7f])/giu;
const MOST_WIDE_CLASSES = 4;

type Pattern = (text: string) => boolean;

/** Patterns come from tenants, so RE2 finds them, in time linear in the subject. */
export const patternOperators: Operators = {
  matches: operator(
    `an RE2 pattern of at most ${LONGEST_PATTERN} characters, ${MOST_WIDE_CLASSES} Unicode classes or ranges beyond ASCII, ${MOST_REPETITIONS} repetitions in braces, and ${LARGEST_PROGRAM} instructions`,
    compilePattern,
    (pattern, { name, remember }) => {
      const isFound = remember(pattern);
      return (context) => {
        const text = asText(context[name]);
        return text === undefined || text.length > LONGEST_SUBJECT ? undefined : isFound(text);
      };
    },
  ),
};

/**
 * Matched by a search with a place for each instruction and character, whose memory is one for all
 * patterns: the automaton that `RE2JS.test` builds is faster on some texts, but slower by ten times
 * on others, and each pattern keeps its own.
 */
function compilePattern(source: unknown, fold?: Fold): Pattern | undefined {
  if (typeof source !== 'string' || source.length > LONGEST_PATTERN) return undefined;
  if ((source.match(WIDE_CLASS)?.length ?? 0) > MOST_WIDE_CLASSES) return undefined;
  if (countRepetitions(source) > MOST_REPETITIONS) return undefined;
  try {
    const pattern = RE2JS.compile(source, fold ? RE2JS.CASE_INSENSITIVE : 0);
    const isSmall = pattern.programSize() <= LARGEST_PROGRAM;
    return isSmall ? (text) => pattern.matcher(text).find() : undefined;
  } catch {
    return undefined;
  }
}

function countRepetitions(source: string): number {
  let count = 0;
  for (const [, least, most] of source.matchAll(REPETITION)) count += Number(most || least);
  return count;
}
