import { asText } from './text.ts';

/** A list is itself; whatever is text is the list of it alone. */
export function asList(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  return asText(value) === undefined ? undefined : [value];
}
