import { Hono } from 'hono';
import type { CreateContextKeyInput } from '../../../contract/environments/context-key.ts';
import { createContextKey } from '../../../control/context-keys/create-context-key.ts';
import { listContextKeys } from '../../../control/context-keys/list-context-keys.ts';
import { revokeContextKey } from '../../../control/context-keys/revoke-context-key.ts';
import type { AdminEnv } from '../admin-env.ts';
import { jsonBody } from '../json-body.ts';

export const contextKeyRoutes = new Hono<AdminEnv>()
  .get('/:environment/context-keys', async (c) => {
    const context_keys = await listContextKeys({ ctx: c.var.control, input: c.req.param() });
    return c.json({ context_keys });
  })
  .post(
    '/:environment/context-keys',
    jsonBody<Omit<CreateContextKeyInput, 'environment'>>(),
    async (c) => {
      const input = { ...c.req.valid('json'), ...c.req.param() };
      return c.json(await createContextKey({ ctx: c.var.control, input }), 201);
    },
  )
  .post('/:environment/context-keys/:id/revoke', async (c) =>
    c.json(await revokeContextKey({ ctx: c.var.control, input: c.req.param() })),
  );
