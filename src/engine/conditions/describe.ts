import type { Condition, Rule } from '../snapshot.ts';
import { formatInstant } from '../values/instant.ts';

/** A condition in words, without the conditions that it combines. */
export function describeCondition(condition: Condition): string {
  if ('all' in condition) return 'all of these';
  if ('any' in condition) return 'any of these';
  if ('not' in condition) return 'not this';
  if ('segment' in condition) return `in the segment ${condition.segment}`;
  if ('flag' in condition) return `${condition.flag} serves ${condition.variants.join(' or ')}`;
  if ('millipercent' in condition) return `in the first ${percent(condition.millipercent)}`;
  const { attribute, operator, value, ignoreCase = false } = condition;
  const operand = value === undefined ? '' : ` ${JSON.stringify(value)}`;
  return `${attribute} ${operator}${operand}${ignoreCase ? ', ignoring case' : ''}`;
}

export function describeRule({ id, rollout, from, until }: Rule): string {
  const start = typeof from === 'number' ? `, from ${formatInstant(from)}` : '';
  const end = typeof until === 'number' ? `, until ${formatInstant(until)}` : '';
  return `rule ${id}, for ${percent(rollout.millipercent)}${start}${end}`;
}

export function percent(millipercent: number): string {
  return `${millipercent / 1_000} %`;
}
