import { type Operators, operator } from '../operator.ts';

/** The one operator that sees absence, and so always has an answer. */
export const existenceOperators: Operators = {
  exists: operator('nothing', readNothing, () => (value) => value !== undefined),
};

function readNothing(operand: unknown): null | undefined {
  return operand === undefined || operand === null ? null : undefined;
}
