import { Hono } from 'hono';
import type { CreateKeyInput } from '../../contract/api-key.ts';
import { createKey } from '../../control/keys/create-key.ts';
import { listKeys } from '../../control/keys/list-keys.ts';
import { revokeKey } from '../../control/keys/revoke-key.ts';
import type { AdminEnv } from './admin-env.ts';
import { jsonBody } from './json-body.ts';

export const keyRoutes = new Hono<AdminEnv>()
  .get('/', async (c) => c.json({ keys: await listKeys({ ctx: c.var.control, input: undefined }) }))
  .post('/', jsonBody<CreateKeyInput>(), async (c) =>
    c.json(await createKey({ ctx: c.var.control, input: c.req.valid('json') }), 201),
  )
  .post('/:id/revoke', async (c) =>
    c.json(await revokeKey({ ctx: c.var.control, input: { id: c.req.param('id') } })),
  );
