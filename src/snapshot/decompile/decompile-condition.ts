import { fromMillipercent } from '../../contract/fields/percentage.ts';
import type { AuthoredCondition } from '../../contract/flags/condition.ts';
import type { AttributeTest, Condition } from '../../engine/snapshot.ts';

/** From what the engine reads to what people write: the inverse of `compileCondition`. */
export function decompileCondition(condition: Condition): AuthoredCondition {
  if ('all' in condition) return { all: condition.all.map(decompileCondition) };
  if ('any' in condition) return { any: condition.any.map(decompileCondition) };
  if ('not' in condition) return { not: decompileCondition(condition.not) };
  if ('attribute' in condition) return decompileAttributeTest(condition);
  if ('millipercent' in condition) {
    const { millipercent, salt, bucketBy } = condition;
    const percentage = fromMillipercent(millipercent);
    return { percentage, salt, ...(bucketBy === undefined ? {} : { bucket_by: bucketBy }) };
  }
  if ('segment' in condition) return { segment: condition.segment };
  return { flag: condition.flag, variants: [...condition.variants] };
}

const decompileAttributeTest = ({ attribute, operator, value, ignoreCase }: AttributeTest) => ({
  attribute,
  operator,
  ...(value === undefined ? {} : { value }),
  ...(ignoreCase === undefined ? {} : { ignore_case: ignoreCase }),
});
