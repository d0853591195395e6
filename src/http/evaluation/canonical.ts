/**
 * A text that two values of JSON have in common only if they are the same, in whatever order their
 * properties are: each text comes after its length, and says where it ends.
 */
export function canonical(value: unknown): string {
  if (typeof value === 'string') return canonicalText(value);
  if (typeof value !== 'object' || value === null) return `${value};`;
  if (Array.isArray(value)) return `[${value.map(canonical).join('')}]`;
  const properties = value as Readonly<Record<string, unknown>>;
  let text = '{';
  for (const name of Object.keys(properties).sort()) {
    text += canonicalText(name) + canonical(properties[name]);
  }
  return `${text}}`;
}

/** Half of a surrogate pair would be hashed like any other. */
const canonicalText = (text: string): string =>
  text.isWellFormed() ? `${text.length}:${text}` : `!${JSON.stringify(text)}`;
