import * as z from 'zod';

export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/** Schemas that have a name, once for the whole document; the others stand where they are used. */
export class JsonSchemas {
  readonly named = new Map<string, JsonSchema>();

  input(schema: z.ZodType): JsonSchema {
    return this.#convert(schema, 'input');
  }

  output(schema: z.ZodType): JsonSchema {
    return this.#convert(schema, 'output');
  }

  #convert(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    const { $schema, ...root } = z.toJSONSchema(schema, { io, unrepresentable: 'any', override });
    const { $defs = {}, ...own } = JSON.parse(
      JSON.stringify(root).replaceAll('"#/$defs/', '"#/components/schemas/'),
    );
    for (const [name, each] of Object.entries<JsonSchema>($defs)) this.#name(name, each);
    const { id, ...rest } = own;
    if (typeof id !== 'string') return rest;
    this.#name(id, rest);
    return { $ref: `#/components/schemas/${id}` };
  }

  #name(name: string, { id, ...schema }: JsonSchema): void {
    this.named.set(name, schema);
  }
}

const largestSafe = Number.MAX_SAFE_INTEGER;

/** The bounds of every integer say nothing, and any JSON value needs no long description. */
function override({ jsonSchema }: { jsonSchema: Record<string, unknown> }): void {
  if (jsonSchema.maximum === largestSafe) delete jsonSchema.maximum;
  if (jsonSchema.minimum === -largestSafe) delete jsonSchema.minimum;
  delete jsonSchema.propertyNames;
  if (typeof jsonSchema.format === 'string') delete jsonSchema.pattern;
}
