import { Hono } from 'hono';
import type {
  CreateKeyInput,
  RotateKeyInput,
  UpdateKeyInput,
} from '../../../contract/access/api-key.ts';
import type { PageInput } from '../../../contract/fields/page.ts';
import { createKey } from '../../../control/keys/create-key.ts';
import { getKey } from '../../../control/keys/get-key.ts';
import { listKeys } from '../../../control/keys/list-keys.ts';
import { revokeKey } from '../../../control/keys/revoke-key.ts';
import { rotateKey } from '../../../control/keys/rotate-key.ts';
import { updateKey } from '../../../control/keys/update-key.ts';
import type { AdminEnv } from '../admin-env.ts';
import { expectedRevision, withEtag } from '../etag.ts';
import { jsonBody } from '../json-body.ts';
import { queryOf } from '../query-of.ts';

export const keyRoutes = new Hono<AdminEnv>()
  .get('/', queryOf<PageInput>(), async (c) =>
    c.json(await listKeys({ ctx: c.var.control, input: c.req.valid('query') })),
  )
  .post('/', jsonBody<CreateKeyInput>(), async (c) =>
    c.json(await createKey({ ctx: c.var.control, input: c.req.valid('json') }), 201),
  )
  .get('/:id', async (c) =>
    c.json(withEtag(c, await getKey({ ctx: c.var.control, input: { id: c.req.param('id') } }))),
  )
  .patch('/:id', jsonBody<UpdateKeyInput>(), async (c) => {
    const input = {
      id: c.req.param('id'),
      expectedRevision: expectedRevision(c),
      change: c.req.valid('json'),
    };
    return c.json(withEtag(c, await updateKey({ ctx: c.var.control, input })));
  })
  .post('/:id/rotate', jsonBody<RotateKeyInput>(), async (c) => {
    const input = { id: c.req.param('id'), rotation: c.req.valid('json') };
    return c.json(await rotateKey({ ctx: c.var.control, input }), 201);
  })
  .post('/:id/revoke', async (c) =>
    c.json(await revokeKey({ ctx: c.var.control, input: { id: c.req.param('id') } })),
  );
