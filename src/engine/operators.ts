import type { Operator } from './operator.ts';
import { addressOperators } from './operators/address.ts';
import { equalityOperators } from './operators/equality.ts';
import { existenceOperators } from './operators/existence.ts';
import { orderOperators } from './operators/order.ts';
import { patternOperators } from './operators/pattern.ts';
import { textOperators } from './operators/text.ts';

/** Other vendors' operators become further files, their names prefixed: `unleash:NUM_GT`. */
export const operators: ReadonlyMap<string, Operator> = new Map(
  Object.entries({
    ...equalityOperators,
    ...textOperators,
    ...patternOperators,
    ...orderOperators,
    ...addressOperators,
    ...existenceOperators,
  }),
);
