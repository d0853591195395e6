/** Whom a flag is evaluated for. Attributes come from outside and may hold anything. */
export type Context = { readonly [attribute: string]: unknown };

export const USER = 'user_id';
export const ORGANISATION = 'organisation_id';

/**
 * An own attribute of the context; `undefined` when it is absent or null. Names such as
 * `__proto__` or `constructor` are absent like any other unless the context itself has them.
 */
export function readAttribute(context: Context, name: string): unknown {
  return Object.hasOwn(context, name) ? (context[name] ?? undefined) : undefined;
}

/** What an attribute buckets and overrides by: non-empty text, or a number as its decimal text. */
export function readUnit(context: Context, attribute: string): string | undefined {
  const value = readAttribute(context, attribute);
  if (typeof value === 'string') return value === '' ? undefined : value;
  return Number.isFinite(value) ? String(value) : undefined;
}
