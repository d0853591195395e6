/**
 * How attributes and operands are read. `undefined` where they cannot be read so, which for an
 * attribute comes to the same as being absent. docs/evaluation.md has the whole table.
 */

/** Brings texts that differ in nothing but case into one form. */
export type Fold = (text: string) => string;

/** Text is itself; a finite number or a boolean is its JSON text. */
export function asText(value: unknown, fold?: Fold): string | undefined {
  if (typeof value === 'string') return fold === undefined ? value : fold(value);
  return typeof value === 'boolean' || Number.isFinite(value) ? String(value) : undefined;
}

/**
 * Lower case, of each character by itself: a part is in the folded whole where it is in the whole.
 * Only sigma has a lower case that depends on its place.
 */
export function foldCase(text: string): string {
  return text.toLowerCase().replaceAll('ς', 'σ');
}
