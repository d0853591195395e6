/**
 * How attributes and operands are read. `undefined` where they cannot be read so, which for an
 * attribute comes to the same as being absent. docs/evaluation.md has the whole table.
 */

/** Text is itself; a finite number or a boolean is its JSON text. */
export function asText(value: unknown, ignoreCase = false): string | undefined {
  if (typeof value === 'string') return ignoreCase ? value.toLowerCase() : value;
  return typeof value === 'boolean' || Number.isFinite(value) ? String(value) : undefined;
}

const DECIMAL = /^[+-]?\d+(?:\.\d+)?(?:[Ee][+-]?\d+)?$/;
const LONGEST_DECIMAL = 64;

/** A finite number is itself; decimal text is what it says. */
export function asNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return finite(value);
  if (typeof value !== 'string' || value.length > LONGEST_DECIMAL) return undefined;
  return DECIMAL.test(value) ? finite(Number(value)) : undefined;
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

/** A list is itself; whatever is text is the list of it alone. */
export function asList(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  return asText(value) === undefined ? undefined : [value];
}
