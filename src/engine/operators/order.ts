import { asNumber, asText } from '../coerce.ts';
import { asInstant } from '../instant.ts';
import { type Operators, relation } from '../operator.ts';
import { compareVersions, parseVersion, type Version } from '../version.ts';

export const orderOperators: Operators = {
  less: number((order) => order < 0),
  less_or_equal: number((order) => order <= 0),
  greater: number((order) => order > 0),
  greater_or_equal: number((order) => order >= 0),

  before: instant((order) => order < 0),
  after: instant((order) => order > 0),

  semver_equals: version((order) => order === 0),
  semver_less: version((order) => order < 0),
  semver_less_or_equal: version((order) => order <= 0),
  semver_greater: version((order) => order > 0),
  semver_greater_or_equal: version((order) => order >= 0),
};

/** Whether an order, below, at or above zero, is the one that was asked for. */
type Holds = (order: number) => boolean;

function number(holds: Holds) {
  return relation('a finite number', asNumber, (left, right) => holds(left - right));
}

function instant(holds: Holds) {
  const takes = 'a date, a date and time, or milliseconds since the epoch';
  return relation(takes, asInstant, (left, right) => holds(left - right));
}

function version(holds: Holds) {
  return relation('a version', asVersion, (left, right) => holds(compareVersions(left, right)));
}

function asVersion(value: unknown): Version | undefined {
  const text = asText(value);
  return text === undefined ? undefined : parseVersion(text);
}
