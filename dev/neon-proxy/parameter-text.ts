import type { Json } from '../../src/engine/json.ts';

/** A JSON parameter as Postgres text; Postgres itself checks that it fits the type. */
export function toParameterText(value: Json): string | null {
  if (value === null || typeof value === 'string') return value;
  return Array.isArray(value) ? toArrayText(value) : JSON.stringify(value);
}

function toArrayText(values: readonly Json[]): string {
  return `{${values.map(toElementText).join(',')}}`;
}

function toElementText(value: Json): string {
  if (value === null) return 'NULL';
  if (Array.isArray(value)) return toArrayText(value);
  return JSON.stringify(typeof value === 'object' ? JSON.stringify(value) : value);
}
