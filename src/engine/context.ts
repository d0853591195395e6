import { isRecord } from './is-record.ts';

/** Whom a flag is evaluated for. Attributes come from outside and may hold anything. */
export type Context = { readonly [attribute: string]: unknown };

export const USER = 'user_id';
export const ORGANISATION = 'organisation_id';

declare const isPlain: unique symbol;

/** A context whose attributes can be read by name, see `asPlain`. */
export type PlainContext = Context & { readonly [isPlain]: true };

/** The object has no prototype, or that of every literal; nothing else is to be called plain. */
const plain = (context: Context): PlainContext => context as PlainContext;

const EMPTY = plain(Object.freeze(Object.create(null)));

/**
 * A context whose attributes can be read by name: an object without prototype, or with that of
 * every literal. Others are copied, so that what they inherit is no attribute. Looked at once an
 * evaluation, rather than at each attribute.
 */
export function asPlain(context: unknown): PlainContext {
  if (typeof context !== 'object' || context === null) return EMPTY;
  const prototype: unknown = Object.getPrototypeOf(context);
  const isLiteral = prototype === Object.prototype || prototype === null;
  return plain(isLiteral ? (context as Context) : { ...context });
}

/** Makes the question about the attribute that stands in a plain context under a name. */
type QuestionOf<Answer> = (name: string) => OfContext<Answer>;
type OfContext<Answer> = (context: PlainContext, now: number) => Answer;

/**
 * Asks an attribute by its name, or by its path through nested objects. Whatever is not simply
 * there by its name is brought under it beforehand, so that no question has to know.
 */
export function bindAttribute<Answer>(
  attribute: string,
  questionOf: QuestionOf<Answer>,
): OfContext<Answer> {
  if (attribute.includes('.')) return bindPath(attribute, questionOf);
  const ask = questionOf(attribute);
  if (!(attribute in Object.prototype)) return ask;
  return (context, now) => ask(Object.hasOwn(context, attribute) ? context : EMPTY, now);
}

/** A context that has the whole path as a name is asked for that, since a query cannot nest. */
function bindPath<Answer>(path: string, questionOf: QuestionOf<Answer>): OfContext<Answer> {
  const names = path.split('.');
  const ask = questionOf(path);
  return (context, now) => {
    const value = readOwn(context, path) ?? readNested(context, names);
    return ask(value === undefined ? EMPTY : plain({ [path]: value }), now);
  };
}

/** What an attribute buckets and overrides by: non-empty text, or a number as its decimal text. */
export function asUnit(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return Number.isFinite(value) ? String(value) : undefined;
}

function readNested(context: Context, names: readonly string[]): unknown {
  let value: unknown = context;
  for (const name of names) {
    if (!isRecord(value)) return undefined;
    value = readOwn(value, name);
  }
  return value;
}

function readOwn(record: Context, name: string): unknown {
  return Object.hasOwn(record, name) ? (record[name] ?? undefined) : undefined;
}
