import { Validator } from '@cfworker/json-schema';
import type { Problem } from '../../contract/errors/problem.ts';
import type { Json, JsonObject } from '../../engine/json.ts';
import { invalidInput } from '../errors.ts';
import type { FlagRow } from './flag-row.ts';
import { findSchemaProblem } from './json-schema-problem.ts';

/** Throws `invalid_input` where a value does not meet the flag's JSON Schema, if it has one. */
export function assertValues({
  kind,
  jsonSchema,
  variants,
}: Pick<FlagRow, 'kind' | 'jsonSchema' | 'variants'>): void {
  if (jsonSchema === null) return;
  if (kind !== 'json') {
    throw invalidInput([{ path: 'json_schema', message: `a ${kind} flag has no JSON Schema` }]);
  }
  const problem = findSchemaProblem(jsonSchema);
  if (problem) throw invalidInput([problem]);
  const problems = variants.flatMap(({ value }, index) => findMismatch(jsonSchema, value, index));
  if (problems.length > 0) throw invalidInput(problems);
}

/** The innermost problem comes last, and says most. */
function findMismatch(schema: JsonObject, value: Json, index: number): Problem[] {
  const innermost = new Validator(schema, '2020-12', false).validate(value).errors.at(-1);
  if (!innermost) return [];
  const place = placeOf(innermost.instanceLocation, value);
  return [{ path: `variants[${index}].value${place}`, message: innermost.error }];
}

/** From a JSON pointer, as the fragment of an address (`#/lines/0/a~1b`), to `.lines[0].a/b`. */
function placeOf(pointer: string, value: Json): string {
  let part: unknown = value;
  let place = '';
  for (const step of decodeURIComponent(pointer).split('/').slice(1)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    place += Array.isArray(part) ? `[${name}]` : `.${name}`;
    part = Object(part)[name];
  }
  return place;
}
