const DECIMAL = /^[+-]?\d+(?:\.\d+)?(?:[Ee][+-]?\d+)?$/;
const LONGEST_DECIMAL = 64;

/** A finite number is itself; decimal text is what it says. */
export function asNumber(value: unknown, parse = parseDecimal): number | undefined {
  if (typeof value === 'number') return finite(value);
  return typeof value === 'string' ? parse(value) : undefined;
}

export function parseDecimal(text: string): number | undefined {
  return text.length <= LONGEST_DECIMAL && DECIMAL.test(text) ? finite(Number(text)) : undefined;
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}
