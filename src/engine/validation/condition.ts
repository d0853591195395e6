import { BUCKETS } from '../bucketing/bucketer.ts';
import { isRecord } from '../is-record.ts';
import {
  attributePath,
  boolean,
  type Check,
  expected,
  integer,
  list,
  name,
  optional,
  record,
  text,
} from './check.ts';

const DEEPEST_NESTING = 16;
const tooDeep = expected(`at most ${DEEPEST_NESTING} nested conditions`, () => false);

/** What each kind of condition has; the field that names it is no other kind's. */
const attribute = record({
  attribute: attributePath,
  operator: name,
  ignoreCase: optional(boolean),
});
const segment = record({ segment: name });
export const flagTest = record({ flag: name, variants: list(name) });
const percentageTest = record({
  millipercent: integer(0, BUCKETS),
  salt: text,
  bucketBy: optional(attributePath),
});

export const condition = conditionOf(DEEPEST_NESTING);

/** Every level is made beforehand, so that no condition is too deep to be refused. */
function conditionOf(levels: number): Check {
  if (levels === 0) return tooDeep;
  const nested = conditionOf(levels - 1);
  return oneKind({
    all: record({ all: list(nested) }),
    any: record({ any: list(nested) }),
    not: record({ not: nested }),
    attribute,
    segment,
    flag: flagTest,
    millipercent: percentageTest,
  });
}

/** An object with the field of exactly one kind. */
function oneKind(kinds: Readonly<Record<string, Check>>): Check {
  const fields = Object.keys(kinds);
  return (value, variants) => {
    const present = isRecord(value) ? fields.filter((field) => Object.hasOwn(value, field)) : [];
    const check = present.length === 1 ? kinds[`${present[0]}`] : undefined;
    return check ? check(value, variants) : `: expected one of ${fields.join(', ')}`;
  };
}
