import { asNumber, parseDecimal } from '../values/number.ts';
import { type Operator, type Operators, operator } from './operator.ts';
import { GREATER, GREATER_OR_EQUAL, isWanted, LESS, LESS_OR_EQUAL, type Wanted } from './order.ts';

export const numberOperators: Operators = {
  less: number(LESS),
  less_or_equal: number(LESS_OR_EQUAL),
  greater: number(GREATER),
  greater_or_equal: number(GREATER_OR_EQUAL),
};

function number(wanted: Wanted): Operator {
  return operator('a finite number', readNumber, (operand, { name, remember }) => {
    const parse = remember(parseDecimal);
    return (context) => {
      const read = asNumber(context[name], parse);
      return read === undefined ? undefined : isWanted(read - operand, wanted);
    };
  });
}

function readNumber(value: unknown): number | undefined {
  return asNumber(value);
}
