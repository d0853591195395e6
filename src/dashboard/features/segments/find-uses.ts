import type { AuthoredCondition } from '../../../contract/flags/condition.ts';
import type { FlagWithStatesResource } from '../../../contract/flags/flag.ts';
import type { SegmentResource } from '../../../contract/flags/segment.ts';

/** What names a segment: a rule of a flag in an environment, or another segment. */
export interface SegmentUse {
  readonly flag?: string;
  readonly environment?: string;
  readonly rule?: string;
  readonly segment?: string;
}

interface Everything {
  readonly flags: readonly FlagWithStatesResource[];
  readonly segments: readonly SegmentResource[];
}

/** Archived flags count too: they keep a segment from being deleted. */
export const findUses = (key: string, { flags, segments }: Everything): readonly SegmentUse[] => [
  ...flags.flatMap((flag) =>
    flag.environments.flatMap(({ environment, rules }) =>
      rules
        .filter(({ when }) => names(when, key))
        .map(({ id }) => ({ flag: flag.key, environment, rule: id })),
    ),
  ),
  ...segments.filter(({ when }) => names(when, key)).map((segment) => ({ segment: segment.key })),
];

function names(when: AuthoredCondition, key: string): boolean {
  if ('all' in when) return when.all.some((each) => names(each, key));
  if ('any' in when) return when.any.some((each) => names(each, key));
  if ('not' in when) return names(when.not, key);
  return 'segment' in when && when.segment === key;
}
