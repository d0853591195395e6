import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CreateFlagInput } from '../../src/contract/flag.ts';
import { createFlag } from '../../src/control/flags/create-flag.ts';
import { updateFlag } from '../../src/control/flags/update-flag.ts';
import { startControlPlane, type TestControlPlane } from '../support/control-plane.ts';

let plane: TestControlPlane;

beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane.dispose());

type Schema = CreateFlagInput['json_schema'];

const colours: Schema = {
  type: 'object',
  properties: {
    colour: { enum: ['red', 'green'] },
    pattern: { type: 'integer', minimum: 1 },
  },
  required: ['colour'],
  additionalProperties: false,
};

const create = (
  key: string,
  json_schema: Schema,
  value: unknown,
  kind: 'json' | 'string' = 'json',
) =>
  createFlag({
    ctx: plane.ctx,
    input: {
      key,
      kind,
      variants: [
        { name: 'off', value: kind === 'json' ? { colour: 'red' } : 'red' },
        { name: 'new', value: value as never },
      ],
      off_variant: 'off',
      json_schema,
    },
  });

it('holds every value of a flag to its schema', async () => {
  const flag = await create('themed', colours, { colour: 'green', pattern: 3 });
  expect(flag.json_schema).toEqual(colours);
});

it.each([
  [{ colour: 'blue' }, 'variants[1].value.colour'],
  [{ colour: 'red', pattern: 0 }, 'variants[1].value.pattern'],
  [{ colour: 'red', extra: 1 }, 'variants[1].value.extra'],
  [{}, 'variants[1].value'],
  ['red', 'variants[1].value'],
])('refuses the value %j at %s', async (value, path) => {
  const refusal = create('refused', colours, value);
  await expect(refusal).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(refusal).rejects.toHaveProperty('problems[0].path', path);
});

it.each([
  [{ type: 'strng' }, 'json_schema.type'],
  [
    { properties: { a: { items: { type: ['null', 'nul'] } } } },
    'json_schema.properties.a.items.type',
  ],
  [{ pattern: '(a+)+$' }, 'json_schema.pattern'],
  [{ anyOf: [{}, { patternProperties: {} }] }, 'json_schema.anyOf[1].patternProperties'],
  [{ $ref: '#/$defs/missing' }, 'json_schema.$ref'],
  [{ not: { format: 'url' } }, 'json_schema.not.format'],
  [{ items: { uniqueItems: true } }, 'json_schema.items.uniqueItems'],
  [{ dependencies: { const: { pattern: 'x' } } }, 'json_schema.dependencies'],
  [{ required: null }, 'json_schema.required'],
  [{ anyOf: { type: 'null' } }, 'json_schema.anyOf'],
  [{ properties: { a: null } }, 'json_schema.properties.a'],
  [{ minItems: -1 }, 'json_schema.minItems'],
  [{ enum: Array.from({ length: 501 }, () => 1) }, 'json_schema'],
])('refuses the schema %j at %s', async (schema, path) => {
  const refusal = create('refused', schema as Schema, { colour: 'red' });
  await expect(refusal).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(refusal).rejects.toHaveProperty('problems[0].path', path);
});

it('is for flags of kind json', async () => {
  await expect(create('worded', {}, 'x', 'string')).rejects.toHaveProperty(
    'problems[0].path',
    'json_schema',
  );
});

it('cannot be tightened past a value that is there', async () => {
  const { key } = await create('tightened', null, { colour: 'blue' });
  const update = (change: Parameters<typeof updateFlag>[0]['input']['change']) =>
    updateFlag({ ctx: plane.ctx, input: { key, expectedRevision: '*', change } });
  await expect(update({ json_schema: colours })).rejects.toHaveProperty(
    'problems[0].path',
    'variants[1].value.colour',
  );
  expect((await update({ json_schema: { type: 'object' } })).json_schema).toEqual({
    type: 'object',
  });
  expect((await update({ json_schema: null })).json_schema).toBeNull();
});
