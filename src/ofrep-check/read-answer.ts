import type { Answer } from './http-client.ts';

export type Item = Readonly<Record<string, unknown>>;

export type ValueType = 'boolean' | 'string' | 'integer' | 'float' | 'object';

export function isObject(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What an answer with all flags says of each; nothing where it is none. */
export function itemsOf({ json }: Answer): readonly Item[] {
  return isObject(json) && Array.isArray(json.flags) ? json.flags.filter(isObject) : [];
}

export function hasFlags({ status, json }: Answer): boolean {
  return status === 200 && isObject(json) && Array.isArray(json.flags);
}

/** A number without fraction is an integer; undefined for what no flag may be evaluated to. */
export function valueTypeOf(value: unknown): ValueType | undefined {
  if (typeof value === 'boolean' || typeof value === 'string') return typeof value as ValueType;
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'float';
  return isObject(value) ? 'object' : undefined;
}

/** Two answers with the same flags, in whatever order. */
export function haveSameFlags(one: Answer, other: Answer): boolean {
  const sorted = (answer: Answer) => itemsOf(answer).map(canonical).sort().join('\n');
  return sorted(one) === sorted(other);
}

/** JSON with the properties of every object in order. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each) =>
    isObject(each)
      ? Object.fromEntries(Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1)))
      : each,
  );
}

/** Short, for a person. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** `400 with {"errorCode":…}`; never what could be the address of a stream. */
export function tell(answer: Answer): string {
  const { status, json, text } = answer;
  if (hasFlags(answer)) return `${status} with ${itemsOf(answer).length} flags`;
  if (text === '') return `${status} without a body`;
  const body = isObject(json) ? JSON.stringify({ ...json, eventStreams: undefined }) : text;
  return `${status} with ${body.length > 100 ? `${body.slice(0, 100)}…` : body}`;
}

export function isJson({ headers }: Answer): boolean {
  return /^application\/json\b/i.test(headers.get('content-type') ?? '');
}
