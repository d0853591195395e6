/**
 * How attributes and operands are read. `undefined` where they cannot be read so, which for an
 * attribute comes to the same as being absent. docs/evaluation.md has the whole table.
 */

/** Text is itself; a finite number or a boolean is its JSON text. */
export function asText(value: unknown, ignoreCase = false): string | undefined {
  if (typeof value === 'string') return ignoreCase ? value.toLowerCase() : value;
  return typeof value === 'boolean' || Number.isFinite(value) ? String(value) : undefined;
}
