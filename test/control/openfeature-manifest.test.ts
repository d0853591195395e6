import { afterAll, beforeAll, expect, it } from 'vitest';
import { archiveFlag } from '../../src/control/flags/archive-flag.ts';
import { createFlag } from '../../src/control/flags/create-flag.ts';
import { getManifest } from '../../src/control/openfeature/get-manifest.ts';
import { startControlPlane, type TestControlPlane } from '../support/control-plane.ts';

let plane: TestControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane.dispose());

const variants = (...values: (string | number | object)[]) =>
  values.map((value, index) => ({ name: `v${index}`, value: value as never }));

it('tells the type by which code reads each flag, with what it serves when off', async () => {
  const { ctx } = plane;
  const create = (
    key: string,
    kind: 'string' | 'number' | 'json',
    values: (string | number | object)[],
  ) => createFlag({ ctx, input: { key, kind, variants: variants(...values), off_variant: 'v0' } });
  await createFlag({
    ctx,
    input: { key: 'a.switch', name: 'A switch', description: 'On or off.' },
  });
  await create('b.banner', 'string', ['plain', 'loud']);
  await create('c.limit', 'number', [10, 20]);
  await create('d.share', 'number', [1, 0.5]);
  await create('e.layout', 'json', [{ columns: 2 }]);
  await createFlag({ ctx, input: { key: 'f.gone' } });
  await archiveFlag({ ctx, input: { key: 'f.gone', expectedRevision: '*' } });

  const { flags } = await getManifest({ ctx, input: undefined });
  expect(flags.filter(({ key }) => /^[a-f]\./.test(key))).toEqual([
    {
      key: 'a.switch',
      name: 'A switch',
      description: 'On or off.',
      type: 'boolean',
      defaultValue: false,
    },
    { key: 'b.banner', name: 'b.banner', description: '', type: 'string', defaultValue: 'plain' },
    { key: 'c.limit', name: 'c.limit', description: '', type: 'integer', defaultValue: 10 },
    { key: 'd.share', name: 'd.share', description: '', type: 'float', defaultValue: 1 },
    {
      key: 'e.layout',
      name: 'e.layout',
      description: '',
      type: 'object',
      defaultValue: { columns: 2 },
    },
  ]);
});
