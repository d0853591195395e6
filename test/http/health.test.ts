import { exports } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { acceptedSchema } from '../../src/schema/accepted-schema.ts';

it('tells which version of the code it is, and which databases that works with', async () => {
  const response = await exports.default.fetch('http://burgee.test/health');
  expect(await response.json()).toEqual({
    status: 'ok',
    version: expect.any(String),
    schema_min: acceptedSchema.min,
    schema_max: acceptedSchema.max,
    schema_copes_with: [],
  });
});
