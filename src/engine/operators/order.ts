import { type Operator, type Operators, operator } from '../operator.ts';
import { asInstant } from '../values/instant.ts';
import { asNumber, asText } from '../values/scalar.ts';
import { orderOf, parseVersion, type Version } from '../values/version.ts';

/** The orders that are asked for: the attribute is below, at or above the operand. */
interface Wanted {
  readonly below?: boolean;
  readonly at?: boolean;
  readonly above?: boolean;
}

export const orderOperators: Operators = {
  less: number({ below: true }),
  less_or_equal: number({ below: true, at: true }),
  greater: number({ above: true }),
  greater_or_equal: number({ above: true, at: true }),

  before: instant({ below: true }),
  after: instant({ above: true }),

  semver_equals: version({ at: true }),
  semver_less: version({ below: true }),
  semver_less_or_equal: version({ below: true, at: true }),
  semver_greater: version({ above: true }),
  semver_greater_or_equal: version({ above: true, at: true }),
};

function number(wanted: Wanted): Operator {
  return operator('a finite number', asNumber, (operand, { name }) => (context) => {
    const read = asNumber(context[name]);
    return read === undefined ? undefined : isWanted(read - operand, wanted);
  });
}

function instant(wanted: Wanted): Operator {
  const takes = 'a date, a date and time, or milliseconds since the epoch';
  return operator(takes, asInstant, (operand, { name }) => (context) => {
    const read = asInstant(context[name]);
    return read === undefined ? undefined : isWanted(read - operand, wanted);
  });
}

function version(wanted: Wanted): Operator {
  return operator('a version', readVersion, (operand, { name }) => (context) => {
    const text = asText(context[name]);
    const order = text === undefined ? undefined : orderOf(text, operand);
    return order === undefined ? undefined : isWanted(order, wanted);
  });
}

function readVersion(value: unknown): Version | undefined {
  const text = asText(value);
  return text === undefined ? undefined : parseVersion(text);
}

function isWanted(order: number, { below = false, at = false, above = false }: Wanted): boolean {
  if (order < 0) return below;
  return order > 0 ? above : at;
}
