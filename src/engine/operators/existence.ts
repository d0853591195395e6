import { type Operators, operator } from './operator.ts';

/** The one operator that sees absence, and so always has an answer. */
export const existenceOperators: Operators = {
  exists: operator(
    'nothing',
    readNothing,
    (_, { name }) =>
      (context) =>
        !isAbsent(context[name]),
  ),
};

function readNothing(operand: unknown): 'nothing' | undefined {
  return isAbsent(operand) ? 'nothing' : undefined;
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}
