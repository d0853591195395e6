import { asText } from '../values/text.ts';
import { orderOf, orderOfPlain, parseVersion, type Version } from '../values/version.ts';
import { type Operator, type Operators, operator } from './operator.ts';
import {
  EQUAL,
  GREATER,
  GREATER_OR_EQUAL,
  isWanted,
  LESS,
  LESS_OR_EQUAL,
  type Wanted,
} from './order.ts';

export const versionOperators: Operators = {
  semver_equals: version(EQUAL),
  semver_less: version(LESS),
  semver_less_or_equal: version(LESS_OR_EQUAL),
  semver_greater: version(GREATER),
  semver_greater_or_equal: version(GREATER_OR_EQUAL),
};

function version(wanted: Wanted): Operator {
  return operator('a version', readVersion, (operand, { name, remember }) => {
    const parse = remember(parseVersion);
    const orderOfOther = (text: string) => {
      const other = parse(text);
      return other && orderOf(other, operand);
    };
    return (context) => {
      const text = asText(context[name]);
      if (text === undefined) return undefined;
      const order = orderOfPlain(text, operand) ?? orderOfOther(text);
      return order === undefined ? undefined : isWanted(order, wanted);
    };
  });
}

function readVersion(value: unknown): Version | undefined {
  const text = asText(value);
  return text === undefined ? undefined : parseVersion(text);
}
