import { registry } from '../registry.ts';
import { addressOperators } from './address.ts';
import { equalityOperators } from './equality.ts';
import { existenceOperators } from './existence.ts';
import { instantOperators } from './instant.ts';
import { numberOperators } from './number.ts';
import type { Operator } from './operator.ts';
import { patternOperators } from './pattern.ts';
import { textOperators } from './text.ts';
import { versionOperators } from './version.ts';

/** Other vendors' operators become further tables, their names prefixed: `unleash:NUM_GT`. */
export const operators: ReadonlyMap<string, Operator> = registry(
  equalityOperators,
  textOperators,
  patternOperators,
  numberOperators,
  instantOperators,
  versionOperators,
  addressOperators,
  existenceOperators,
);
