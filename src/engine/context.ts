import { isRecord } from './is-record.ts';

/** Whom a flag is evaluated for. Attributes come from outside and may hold anything. */
export type Context = { readonly [attribute: string]: unknown };

export const USER = 'user_id';
export const ORGANISATION = 'organisation_id';

const EMPTY: Context = Object.freeze(Object.create(null));

/**
 * A context whose attributes can be read by name: an object without prototype, or with that of
 * every literal. Others are copied, so that what they inherit is no attribute. Looked at once an
 * evaluation, this is cheaper than asking at each attribute whether it is the context's own.
 */
export function asPlain(context: unknown): Context {
  if (typeof context !== 'object' || context === null) return EMPTY;
  const prototype: unknown = Object.getPrototypeOf(context);
  const isPlain = prototype === Object.prototype || prototype === null;
  return isPlain ? (context as Context) : { ...context };
}

/**
 * Applies a question to an attribute of a plain context. Null is absent, which is `undefined`.
 * `constructor` and the like, which every literal inherits, are as absent as any other name.
 */
export function ofAttribute<Answer>(attribute: string, ask: Ask<Answer>): OfContext<Answer> {
  if (attribute.includes('.')) return ofPath(attribute, ask);
  if (attribute in Object.prototype) return (context) => ask(readOwn(context, attribute));
  return (context) => ask(context[attribute] ?? undefined);
}

type Ask<Answer> = (value: unknown) => Answer;
type OfContext<Answer> = (context: Context) => Answer;

/**
 * A path leads through nested objects. A context that has the whole path as a name is read by that,
 * since a query string cannot nest.
 */
function ofPath<Answer>(attribute: string, ask: Ask<Answer>): OfContext<Answer> {
  const names = attribute.split('.');
  return (context) => ask(readOwn(context, attribute) ?? names.reduce(readNested, context));
}

/** What an attribute buckets and overrides by: non-empty text, or a number as its decimal text. */
export function asUnit(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return Number.isFinite(value) ? String(value) : undefined;
}

function readNested(value: unknown, name: string): unknown {
  return isRecord(value) ? readOwn(value, name) : undefined;
}

function readOwn(record: Context, name: string): unknown {
  return Object.hasOwn(record, name) ? (record[name] ?? undefined) : undefined;
}
