import type { Problem } from '../../contract/errors/problem.ts';
import type { Json, JsonObject } from '../../engine/json.ts';

type Shape =
  | 'schema'
  | 'schemas'
  | 'schemasByName'
  | 'types'
  | 'count'
  | 'number'
  | 'positive'
  | 'names'
  | 'text'
  | 'list'
  | 'choices'
  | 'data';

/**
 * The keywords that a flag's schema may use, and what each takes: all of which the validator checks
 * in time that is proportional to schema and value. Not among them: `$ref` and `uniqueItems` can
 * multiply the work, `pattern` and `format` run JavaScript patterns.
 */
const keywords: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ['$schema', 'text'],
  ['$comment', 'text'],
  ['title', 'text'],
  ['description', 'text'],
  ['default', 'data'],
  ['examples', 'list'],
  ['const', 'data'],
  ['enum', 'choices'],
  ['type', 'types'],
  ['properties', 'schemasByName'],
  ['required', 'names'],
  ['additionalProperties', 'schema'],
  ['propertyNames', 'schema'],
  ['minProperties', 'count'],
  ['maxProperties', 'count'],
  ['prefixItems', 'schemas'],
  ['items', 'schema'],
  ['contains', 'schema'],
  ['minItems', 'count'],
  ['maxItems', 'count'],
  ['minLength', 'count'],
  ['maxLength', 'count'],
  ['minimum', 'number'],
  ['maximum', 'number'],
  ['exclusiveMinimum', 'number'],
  ['exclusiveMaximum', 'number'],
  ['multipleOf', 'positive'],
  ['allOf', 'schemas'],
  ['anyOf', 'schemas'],
  ['oneOf', 'schemas'],
  ['not', 'schema'],
  ['if', 'schema'],
  ['then', 'schema'],
  ['else', 'schema'],
]);

const typeNames = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'];
const types = new Set<Json>(typeNames);
const maxKeywords = 500;

/** What the validator would pass over in silence, misread, or take too long over. */
export function findSchemaProblem(schema: JsonObject): Problem | undefined {
  const path = 'json_schema';
  if (countKeywords(schema) > maxKeywords) {
    return { path, message: `expected at most ${maxKeywords} keywords` };
  }
  return findProblem(schema, path);
}

const countKeywords = (part: Json): number =>
  typeof part !== 'object' || part === null
    ? 0
    : Object.values(part).reduce<number>((sum, child) => sum + 1 + countKeywords(child), 0);

function findProblem(schema: Json, path: string): Problem | undefined {
  if (typeof schema === 'boolean') return undefined;
  if (!isObject(schema)) return { path, message: 'expected a schema' };
  return firstOf(Object.entries(schema), ([keyword, value]) => {
    const shape = keywords.get(keyword);
    const place = `${path}.${keyword}`;
    if (!shape) {
      return {
        path: place,
        message: `not supported; expected one of ${[...keywords.keys()].join(', ')}`,
      };
    }
    return checks[shape](value, place);
  });
}

type Check = (value: Json, path: string) => Problem | undefined;

const expected =
  (what: string, holds: (value: Json) => boolean): Check =>
  (value, path) =>
    holds(value) ? undefined : { path, message: `expected ${what}` };

const checks: Readonly<Record<Shape, Check>> = {
  schema: findProblem,
  schemas: (value, path) =>
    Array.isArray(value)
      ? firstOf([...value.entries()], ([index, each]) => findProblem(each, `${path}[${index}]`))
      : { path, message: 'expected a list of schemas' },
  schemasByName: (value, path) =>
    isObject(value)
      ? firstOf(Object.entries(value), ([name, each]) => findProblem(each, `${path}.${name}`))
      : { path, message: 'expected schemas by name' },
  types: expected(
    `one of ${typeNames.join(', ')}, or a list of them, not empty`,
    (value) => types.has(value) || (isFilled(value) && value.every((type) => types.has(type))),
  ),
  count: expected(
    'a whole number from 0',
    (value) => Number.isInteger(value) && Number(value) >= 0,
  ),
  number: expected('a number', (value) => typeof value === 'number'),
  positive: expected('a number above 0', (value) => typeof value === 'number' && value > 0),
  names: expected(
    'a list of names',
    (value) => Array.isArray(value) && value.every((name) => typeof name === 'string'),
  ),
  text: expected('text', (value) => typeof value === 'string'),
  list: expected('a list', Array.isArray),
  choices: expected('a list, not empty', isFilled),
  data: () => undefined,
};

function isFilled(value: Json): value is readonly Json[] {
  return Array.isArray(value) && value.length > 0;
}

/** The first problem among them. */
function firstOf<Each>(
  all: readonly Each[],
  find: (each: Each) => Problem | undefined,
): Problem | undefined {
  for (const each of all) {
    const problem = find(each);
    if (problem) return problem;
  }
  return undefined;
}

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
