import { toMillipercent } from '../../contract/fields/percentage.ts';
import type { AuthoredCondition } from '../../contract/flags/condition.ts';
import type { Condition } from '../../engine/snapshot.ts';

/** From what people write to what the engine reads. */
export function compileCondition(authored: AuthoredCondition): Condition {
  if ('all' in authored) return { all: authored.all.map(compileCondition) };
  if ('any' in authored) return { any: authored.any.map(compileCondition) };
  if ('not' in authored) return { not: compileCondition(authored.not) };
  if ('attribute' in authored) return compileAttributeTest(authored);
  if ('percentage' in authored) {
    const { percentage, salt, bucket_by: bucketBy } = authored;
    const millipercent = toMillipercent(percentage);
    return { millipercent, salt, ...(bucketBy === undefined ? {} : { bucketBy }) };
  }
  return authored;
}

function compileAttributeTest({
  attribute,
  operator,
  value,
  ignore_case: ignoreCase,
}: Extract<AuthoredCondition, { attribute: string }>): Condition {
  return {
    attribute,
    operator,
    ...(value === undefined ? {} : { value }),
    ...(ignoreCase === undefined ? {} : { ignoreCase }),
  };
}
