import type { Problem } from '../../contract/problem.ts';
import type { Json, JsonObject } from '../../engine/json.ts';

const types = new Set<unknown>([
  'array',
  'boolean',
  'integer',
  'null',
  'number',
  'object',
  'string',
]);
/** Their values map names to schemas, so a name there is no keyword. */
const named = new Set(['properties', '$defs', 'definitions', 'dependentSchemas']);
/** Their values are data. */
const data = new Set(['const', 'enum', 'default', 'examples']);
/** Run as JavaScript patterns, which can take for ever. */
const refused = new Set(['pattern', 'patternProperties']);

/** What the validator would pass over in silence, or never come back from. */
export function findSchemaProblem(schema: Json, path = 'json_schema'): Problem | undefined {
  if (Array.isArray(schema)) return firstProblem(schema.entries(), path, findSchemaProblem);
  if (!isObject(schema)) return undefined;
  return firstProblem(Object.entries(schema), path, findKeywordProblem);
}

function findKeywordProblem(value: Json, path: string, keyword: string): Problem | undefined {
  if (refused.has(keyword))
    return { path, message: 'patterns are not supported; use enum or format' };
  if (keyword === 'type' && ![value].flat().every((type) => types.has(type))) {
    return { path, message: `expected one of ${[...types].join(', ')}` };
  }
  if (data.has(keyword)) return undefined;
  if (named.has(keyword) && isObject(value)) {
    return firstProblem(Object.entries(value), path, findSchemaProblem);
  }
  return findSchemaProblem(value, path);
}

function firstProblem<Key extends string | number>(
  entries: Iterable<[Key, Json]>,
  path: string,
  find: (value: Json, path: string, key: Key) => Problem | undefined,
): Problem | undefined {
  for (const [key, value] of entries) {
    const step = typeof key === 'number' ? `[${key}]` : `.${key}`;
    const problem = find(value, path + step, key);
    if (problem) return problem;
  }
  return undefined;
}

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
