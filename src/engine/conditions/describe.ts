import type { Json } from '../json.ts';
import type { Condition } from '../snapshot.ts';
import { formatPercent } from '../values/percent.ts';

const MOST_ENTRIES = 5;
const LONGEST = 100;

/** A condition in words, without the conditions that it combines. */
export function describeCondition(condition: Condition): string {
  if ('all' in condition) return 'all of these';
  if ('any' in condition) return 'any of these';
  if ('not' in condition) return 'not this';
  if ('segment' in condition) return `in the segment ${condition.segment}`;
  if ('flag' in condition) return `${condition.flag} serves ${condition.variants.join(' or ')}`;
  if ('millipercent' in condition) return `in the first ${formatPercent(condition.millipercent)}`;
  const { attribute, operator, value, ignoreCase = false } = condition;
  const operand = value === undefined ? '' : ` ${describeOperand(value)}`;
  return `${attribute} ${operator}${operand}${ignoreCase ? ', ignoring case' : ''}`;
}

/** A list by its first entries and their number, a text by its beginning. */
function describeOperand(value: Json): string {
  if (!Array.isArray(value)) return shorten(JSON.stringify(value));
  const first = value.slice(0, MOST_ENTRIES).map((entry) => shorten(JSON.stringify(entry)));
  const rest = value.length > MOST_ENTRIES ? `, … ${value.length} in all` : '';
  return `[${first}${rest}]`;
}

function shorten(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
