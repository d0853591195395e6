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
