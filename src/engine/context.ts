import { isRecord } from './is-record.ts';

/** Whom a flag is evaluated for. Attributes come from outside and may hold anything. */
export type Context = { readonly [attribute: string]: unknown };

export const USER = 'user_id';
export const ORGANISATION = 'organisation_id';

/** Reads one attribute; `undefined` where it is absent or null. */
export type Read = (context: Context) => unknown;

/**
 * Names such as `__proto__` or `constructor` are absent like any other, unless the context itself
 * has them.
 */
export function readOwn(context: Context, name: string): unknown {
  return Object.hasOwn(context, name) ? (context[name] ?? undefined) : undefined;
}

/** What an attribute buckets and overrides by: non-empty text, or a number as its decimal text. */
export function asUnit(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return Number.isFinite(value) ? String(value) : undefined;
}

/**
 * An attribute by its name or by its path into nested objects. A context that has the whole path
 * as a name is read by that, since a query string cannot nest.
 */
export function attributeReader(attribute: string): Read {
  const path = attribute.split('.');
  if (path.length === 1) return (context) => readOwn(context, attribute);
  return (context) => readOwn(context, attribute) ?? path.reduce(readNested, context);
}

function readNested(value: unknown, name: string): unknown {
  return isRecord(value) ? readOwn(value, name) : undefined;
}
