import { type Operator, type Operators, operator } from '../operator.ts';
import { asInstant } from '../values/instant.ts';
import { asNumber, asText } from '../values/scalar.ts';
import { orderOf, parseVersion, type Version } from '../values/version.ts';

/** Whether the attribute may be below, at or above the operand. */
interface Wanted {
  readonly below: boolean;
  readonly at: boolean;
  readonly above: boolean;
}

const LESS: Wanted = { below: true, at: false, above: false };
const LESS_OR_EQUAL: Wanted = { below: true, at: true, above: false };
const EQUAL: Wanted = { below: false, at: true, above: false };
const GREATER_OR_EQUAL: Wanted = { below: false, at: true, above: true };
const GREATER: Wanted = { below: false, at: false, above: true };

export const orderOperators: Operators = {
  less: number(LESS),
  less_or_equal: number(LESS_OR_EQUAL),
  greater: number(GREATER),
  greater_or_equal: number(GREATER_OR_EQUAL),

  before: instant(LESS),
  after: instant(GREATER),

  semver_equals: version(EQUAL),
  semver_less: version(LESS),
  semver_less_or_equal: version(LESS_OR_EQUAL),
  semver_greater: version(GREATER),
  semver_greater_or_equal: version(GREATER_OR_EQUAL),
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

function isWanted(order: number, { below, at, above }: Wanted): boolean {
  if (order < 0) return below;
  return order > 0 ? above : at;
}
