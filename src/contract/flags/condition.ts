import * as z from 'zod';
import { flagKey, segmentKey, variantName } from '../fields/identifier.ts';
import { json } from '../fields/json.ts';
import { percentage } from '../fields/percentage.ts';

/** A condition as people write it. Operators and what they take: docs/evaluation.md. */
export type AuthoredCondition =
  | { all: AuthoredCondition[] }
  | { any: AuthoredCondition[] }
  | { not: AuthoredCondition }
  | z.output<typeof attributeTest>
  | z.output<typeof segmentTest>
  | z.output<typeof flagTest>
  | z.output<typeof percentageTest>;

const attributeName = z.string().min(1).max(200);

const attributeTest = z.strictObject({
  attribute: attributeName,
  operator: z.string().min(1).max(100),
  value: json.optional(),
  ignore_case: z.boolean().optional(),
});

const segmentTest = z.strictObject({ segment: segmentKey });

const flagTest = z.strictObject({ flag: flagKey, variants: z.array(variantName).min(1).max(100) });

const percentageTest = z.strictObject({
  percentage,
  salt: z.string().min(1).max(200),
  bucket_by: attributeName.optional(),
});

const anyCondition: z.ZodType<AuthoredCondition, AuthoredCondition> = z
  .lazy(() =>
    z.union(
      [
        z.strictObject({ all: z.array(anyCondition).max(100) }),
        z.strictObject({ any: z.array(anyCondition).max(100) }),
        z.strictObject({ not: anyCondition }),
        attributeTest,
        segmentTest,
        flagTest,
        percentageTest,
      ],
      {
        error: 'expected a condition: all, any, not, attribute, segment, flag or percentage',
      },
    ),
  )
  .meta({ id: 'Condition' });

/** What an isolate can prepare in no time. */
const maxTests = 200;

/** That of a rule or a segment. */
export const condition = anyCondition.refine(
  (when) => countTests(when) <= maxTests,
  `expected at most ${maxTests} conditions`,
);

/** How many conditions it is made of, itself included. */
function countTests(authored: AuthoredCondition): number {
  if ('all' in authored) return authored.all.reduce((sum, each) => sum + countTests(each), 1);
  if ('any' in authored) return authored.any.reduce((sum, each) => sum + countTests(each), 1);
  return 'not' in authored ? 1 + countTests(authored.not) : 1;
}
