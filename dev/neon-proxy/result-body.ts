import type { FieldDef, QueryArrayResult } from 'pg';
import type { Json, JsonObject } from '../../src/engine/json.ts';

export interface ResultBody {
  readonly fields: readonly (Omit<FieldDef, 'format'> & { format: 'text' })[];
  readonly rows: readonly (readonly Json[] | JsonObject)[];
  readonly command: string;
  readonly rowCount: number | null;
  readonly rowAsArray: boolean;
}

/** The rows must have been read as arrays of unparsed text. */
export function toResultBody(
  result: QueryArrayResult<(string | null)[]>,
  options: { arrayMode: boolean; rawText: boolean },
): ResultBody {
  const { fields } = result;
  const toRow = (values: (string | null)[]) => {
    const row = values.map((text, i) => (options.rawText ? text : toJson(text, fields[i])));
    return options.arrayMode
      ? row
      : Object.fromEntries(fields.map(({ name }, i) => [name, row[i] ?? null]));
  };
  return {
    fields: fields.map((field) => ({ ...field, format: 'text' })),
    rows: result.rows.map(toRow),
    command: result.command ?? '',
    rowCount: result.rowCount,
    rowAsArray: options.arrayMode,
  };
}

/** By type OID, as Neon does without raw text; arrays stay text, for no driver asks for them so. */
const readers: Record<number, (text: string) => Json> = {
  16: (text) => text === 't',
  21: Number,
  23: Number,
  114: (text) => JSON.parse(text),
  700: finiteOrText,
  701: finiteOrText,
  3802: (text) => JSON.parse(text),
};

function toJson(text: string | null, field: FieldDef | undefined): Json {
  const read = field && readers[field.dataTypeID];
  return text !== null && read ? read(text) : text;
}

function finiteOrText(text: string): Json {
  return Number.isFinite(Number(text)) ? Number(text) : text;
}
