import { asInstant } from '../values/instant.ts';
import { type Operator, type Operators, operator } from './operator.ts';
import { GREATER, isWanted, LESS, type Wanted } from './order.ts';

export const instantOperators: Operators = {
  before: instant(LESS),
  after: instant(GREATER),
};

function instant(wanted: Wanted): Operator {
  const takes = 'a date, a date and time, or milliseconds since the epoch';
  return operator(takes, asInstant, (operand, { name, remember }) => {
    const instantOf = remember(asInstant);
    return (context) => {
      const read = instantOf(context[name]);
      return read === undefined ? undefined : isWanted(read - operand, wanted);
    };
  });
}
