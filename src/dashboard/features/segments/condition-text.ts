import type { AuthoredCondition } from '../../../contract/condition.ts';

/** A condition in one line, as one would say it. */
export function conditionText(when: AuthoredCondition): string {
  if ('all' in when) return joined(when.all, ' and ', 'everybody');
  if ('any' in when) return joined(when.any, ' or ', 'nobody');
  if ('not' in when) return `not (${conditionText(when.not)})`;
  if ('segment' in when) return `in ${when.segment}`;
  if ('flag' in when) return `${when.flag} is ${when.variants.join(' or ')}`;
  if ('percentage' in when) return `${when.percentage} % of ${when.bucket_by ?? 'user_id'}`;
  const value = when.value === undefined ? '' : ` ${valueText(when.value)}`;
  return `${when.attribute} ${when.operator.replaceAll('_', ' ')}${value}`;
}

const joined = (all: readonly AuthoredCondition[], word: string, none: string): string =>
  all.length === 0
    ? none
    : all
        .map((each) =>
          'all' in each || 'any' in each ? `(${conditionText(each)})` : conditionText(each),
        )
        .join(word);

const valueText = (value: unknown): string =>
  Array.isArray(value) ? value.map(String).join(', ') : JSON.stringify(value);
