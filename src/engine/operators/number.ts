import { asNumber } from '../values/number.ts';
import { type Operator, type Operators, operator } from './operator.ts';
import { GREATER, GREATER_OR_EQUAL, isWanted, LESS, LESS_OR_EQUAL, type Wanted } from './order.ts';

export const numberOperators: Operators = {
  less: number(LESS),
  less_or_equal: number(LESS_OR_EQUAL),
  greater: number(GREATER),
  greater_or_equal: number(GREATER_OR_EQUAL),
};

function number(wanted: Wanted): Operator {
  return operator('a finite number', asNumber, (operand, { name }) => (context) => {
    const read = asNumber(context[name]);
    return read === undefined ? undefined : isWanted(read - operand, wanted);
  });
}
