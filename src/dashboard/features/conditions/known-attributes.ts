import type { AuthoredCondition } from '../../../contract/flags/condition.ts';
import type { FlagWithStatesResource } from '../../../contract/flags/flag.ts';
import type { SegmentResource } from '../../../contract/flags/segment.ts';

const usual = ['user_id', 'organisation_id', 'email', 'country', 'plan', 'app_version'];

/** Attributes that are worth offering: the usual ones, and those that rules and segments ask for. */
export function knownAttributes(
  flags: readonly FlagWithStatesResource[],
  segments: readonly SegmentResource[],
): string[] {
  const conditions = [
    ...segments.map(({ when }) => when),
    ...flags.flatMap(({ environments }) =>
      environments.flatMap(({ rules }) => rules.map(({ when }) => when)),
    ),
  ];
  return [...new Set([...usual, ...conditions.flatMap(attributesOf)])].sort();
}

function attributesOf(condition: AuthoredCondition): string[] {
  if ('all' in condition) return condition.all.flatMap(attributesOf);
  if ('any' in condition) return condition.any.flatMap(attributesOf);
  if ('not' in condition) return attributesOf(condition.not);
  return 'attribute' in condition ? [condition.attribute] : [];
}
