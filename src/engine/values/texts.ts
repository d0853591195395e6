import { entriesOf } from './remembering.ts';
import { asText, type Fold, foldCase } from './text.ts';

/** With `undefined` among them if an entry has no text. */
export type Texts = ReadonlySet<string | undefined>;

/** A list is the texts of its entries; whatever is text is the list of it alone. */
export function asTexts(value: unknown, fold?: Fold): Texts | undefined {
  if (Array.isArray(value)) return new Set(entriesOf(value).map((entry) => asText(entry, fold)));
  const text = asText(value, fold);
  return text === undefined ? undefined : new Set([text]);
}

export function asFoldedTexts(value: unknown): Texts | undefined {
  return asTexts(value, foldCase);
}

export function areDisjoint(left: Texts, right: Texts): boolean {
  const [few, many] = left.size < right.size ? [left, right] : [right, left];
  for (const text of few) if (many.has(text)) return false;
  return true;
}

export function isSubset(some: Texts, all: Texts): boolean {
  if (some.size > all.size) return false;
  for (const text of some) if (!all.has(text)) return false;
  return true;
}
