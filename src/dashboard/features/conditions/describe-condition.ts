import type { AuthoredCondition } from '../../../contract/flags/condition.ts';
import type { Json } from '../../../engine/json.ts';
import { operatorForm } from './operators.ts';

/** A condition in words: `country is one of SE, NO and not (plan is free)`. */
export function describeCondition(condition: AuthoredCondition): string {
  if ('all' in condition) return joined(condition.all, ' and ', 'everybody');
  if ('any' in condition) return joined(condition.any, ' or ', 'nobody');
  if ('not' in condition) return `not (${describeCondition(condition.not)})`;
  if ('segment' in condition) return `in segment ${condition.segment}`;
  if ('flag' in condition) return `${condition.flag} serves ${condition.variants.join(' or ')}`;
  if ('percentage' in condition) return `among ${condition.percentage} % by "${condition.salt}"`;
  const { attribute, operator, value } = condition;
  return [attribute, operatorForm(operator).says, operandText(value)].filter(Boolean).join(' ');
}

function joined(parts: readonly AuthoredCondition[], word: string, empty: string): string {
  if (parts.length === 0) return empty;
  const [only] = parts;
  if (parts.length === 1 && only) return describeCondition(only);
  return parts
    .map((part) => (isGroup(part) ? `(${describeCondition(part)})` : describeCondition(part)))
    .join(word);
}

const isGroup = (part: AuthoredCondition): boolean =>
  ('all' in part && part.all.length > 1) || ('any' in part && part.any.length > 1);

/** How many of a list are named; it is read in a line or two. */
const mostNamed = 20;

function operandText(value: Json | undefined): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) {
    const named = value.slice(0, mostNamed).map(operandText).join(', ');
    const others = value.length - mostNamed;
    return others > 0 ? `${named} and ${others.toLocaleString('en')} more` : named;
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
