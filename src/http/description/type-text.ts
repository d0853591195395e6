import type { JsonSchema } from './json-schemas.ts';

/** A JSON Schema as a person reads a type: `{ key: string, tags?: string[] = [] }`, with its bounds. */
export function typeText(schema: JsonSchema, indent = ''): string {
  const { $ref, anyOf, oneOf, const: constant, enum: options } = schema;
  if (typeof $ref === 'string') return $ref.slice($ref.lastIndexOf('/') + 1);
  if (constant !== undefined) return JSON.stringify(constant);
  if (Array.isArray(options)) return options.map((each) => JSON.stringify(each)).join(' | ');
  const union = anyOf ?? oneOf;
  if (Array.isArray(union)) return unionText(union, indent);
  if (schema.type === 'array') return arrayText(schema, indent);
  if (schema.type === 'object') return objectText(schema, indent);
  return scalarText(schema);
}

const unionText = (union: readonly JsonSchema[], indent: string): string =>
  union.map((each) => typeText(each, indent)).join(' | ');

function arrayText({ items, minItems, maxItems }: JsonSchema, indent: string): string {
  const each = typeText((items ?? {}) as JsonSchema, indent);
  const list = each.includes(' | ') ? `(${each})[]` : `${each}[]`;
  return list + bounds(minItems, maxItems);
}

function objectText(schema: JsonSchema, indent: string): string {
  const { properties, required = [], additionalProperties } = schema;
  if (properties === undefined) {
    const each = additionalProperties as JsonSchema | undefined;
    return each ? `{ [name]: ${typeText(each, indent)} }` : 'object';
  }
  const inner = `${indent}  `;
  const lines = Object.entries(properties as Record<string, JsonSchema>).map(([name, each]) => {
    const mark = (required as string[]).includes(name) && each.default === undefined ? '' : '?';
    const usual = each.default === undefined ? '' : ` = ${JSON.stringify(each.default)}`;
    return `${inner}${name}${mark}: ${typeText(each, inner)}${usual}`;
  });
  return lines.length === 0 ? '{}' : `{\n${lines.join('\n')}\n${indent}}`;
}

function scalarText({ type, format, pattern, ...limits }: JsonSchema): string {
  if (type === undefined) return 'any';
  const shape = format ?? (typeof pattern === 'string' ? `/${pattern}/` : undefined);
  const { minLength, maxLength, minimum, maximum } = limits;
  const size = type === 'string' ? bounds(minLength, maxLength) : bounds(minimum, maximum);
  return `${type}${shape === undefined ? size : ` ${shape}`}`;
}

function bounds(least: unknown, most: unknown): string {
  if (least === undefined && most === undefined) return '';
  return ` (${least ?? ''}…${most ?? ''})`;
}
