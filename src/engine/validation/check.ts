import { isRecord } from '../is-record.ts';

/**
 * Says where a value is not what it should be and what was expected there, as in
 * `[2].weight: expected a finite number`; `undefined` when nothing is wrong. `variants` are the
 * names that the flag has variants for.
 */
export type Check = (value: unknown, variants: ReadonlySet<unknown>) => string | undefined;

/** The path to a problem ends where a value is not what was expected. */
export function expected(what: string, holds: (value: unknown) => boolean): Check {
  return (value) => (holds(value) ? undefined : `: expected ${what}`);
}

export const anything = expected('a value', (value) => value !== undefined);
export const text = expected('text', (value) => typeof value === 'string');
export const name = expected(
  'text, not empty',
  (value) => typeof value === 'string' && value !== '',
);
/** No context is nested deeper. */
const MOST_NAMES = 16;

/** The name of an attribute, or the path to one. */
export const attributePath = both(
  name,
  expected(
    `a path of at most ${MOST_NAMES} names`,
    (value) => `${value}`.split('.', MOST_NAMES + 1).length <= MOST_NAMES,
  ),
);
export const boolean = expected('true or false', (value) => typeof value === 'boolean');
export const number = expected('a finite number', Number.isFinite);

/** One of the flag's own variants. */
export const variant: Check = (value, variants) =>
  variants.has(value) ? undefined : ': expected the name of a variant';

export function integer(least: number, most: number): Check {
  return expected(
    `a whole number from ${least} to ${most}`,
    (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most,
  );
}

export function oneOf(words: Iterable<string>): Check {
  const known = new Set<unknown>(words);
  return expected(`one of ${[...known].join(', ')}`, (value) => known.has(value));
}

/** May be left out, for which null counts too. */
export function optional(check: Check): Check {
  return (value, variants) =>
    value === undefined || value === null ? undefined : check(value, variants);
}

/** The second check sees only what the first found nothing wrong with. */
export function both(first: Check, second: Check): Check {
  return (value, variants) => first(value, variants) ?? second(value, variants);
}

export function list(entry: Check): Check {
  return (value, variants) => {
    if (!Array.isArray(value)) return ': expected a list';
    for (const [index, item] of value.entries()) {
      const problem = entry(item, variants);
      if (problem !== undefined) return `[${index}]${problem}`;
    }
    return undefined;
  };
}

/** Fields that are not named here may hold anything. */
export function record(fields: Readonly<Record<string, Check>>): Check {
  const entries = Object.entries(fields);
  return (value, variants) => {
    if (!isRecord(value)) return ': expected an object';
    for (const [field, check] of entries) {
      const problem = check(value[field], variants);
      if (problem !== undefined) return `.${field}${problem}`;
    }
    return undefined;
  };
}

/** A path begins with a name, and what is wrong with the whole with what was expected. */
export function withoutLead(problem: string | undefined): string | undefined {
  return problem?.replace(/^(?:\.|: )/, '');
}
