import { Validator } from '@cfworker/json-schema';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CreateFlagInput } from '../../src/contract/flags/flag.ts';
import { createFlag } from '../../src/control/flags/create-flag.ts';
import { findSchemaProblem } from '../../src/control/flags/json-schema-problem.ts';
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
  [{ colour: 'red', 'a/b~ä%': 1 }, 'variants[1].value.a/b~ä%'],
])('refuses the value %j at %s', async (value, path) => {
  const refusal = create('refused', colours, value);
  await expect(refusal).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(refusal).rejects.toHaveProperty('problems[0].path', path);
});

it.each<[object, string]>([
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
  ...[5, 'x', null, {}, []].map(
    (value) => [{ enum: value }, 'json_schema.enum'] as [object, string],
  ),
  [{ properties: { 'a/b': { enum: 'x' } } }, 'json_schema.properties.a/b.enum'],
  ...[[], [['string']], null, {}].map(
    (value) => [{ type: value }, 'json_schema.type'] as [object, string],
  ),
  ...[0, -1, '2', null].map(
    (value) => [{ multipleOf: value }, 'json_schema.multipleOf'] as [object, string],
  ),
  [{ minimum: '2' }, 'json_schema.minimum'],
  [{ required: [1] }, 'json_schema.required'],
  [{ title: { $ref: 'http://[' } }, 'json_schema.title'],
  [{ examples: { $id: 'http://[' } }, 'json_schema.examples'],
])('refuses the schema %j at %s', async (schema, path) => {
  const refusal = create('refused', schema as Schema, { colour: 'red' });
  await expect(refusal).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(refusal).rejects.toHaveProperty('problems[0].path', path);
});

it('names the place of a value in a list', async () => {
  const schema = { properties: { lines: { items: { type: 'number' } } } };
  await expect(create('listed', schema, { lines: [1, 'two'] })).rejects.toHaveProperty(
    'problems[0].path',
    'variants[1].value.lines[1]',
  );
});

/** What each keyword may be given, or not: the validator throws at some of it. */
it('is refused as input, whatever its keywords are given', async () => {
  const given = [
    0,
    -1,
    'x',
    '',
    null,
    true,
    [],
    {},
    ['x'],
    [null],
    [[]],
    [{}],
    { a: 1 },
    { $id: 'http://[' },
  ];
  const refusal = create('refused', { noSuch: 1 }, {});
  const [problem] = await refusal.catch(({ problems }) => problems);
  const keywords: string[] = problem.message.replace(/^.*one of /, '').split(', ');
  expect(keywords.length).toBeGreaterThan(30);
  for (const keyword of keywords) {
    for (const value of given) {
      for (const schema of [{ [keyword]: value }, { items: { [keyword]: value } }]) {
        const isRefused = findSchemaProblem(schema) !== undefined;
        const validate = () =>
          new Validator(schema as object, '2020-12', false).validate([{ a: 1 }, 'x', 5]);
        if (!isRefused) expect(validate, JSON.stringify(schema)).not.toThrow();
      }
    }
  }
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
