import { Hono } from 'hono';
import type { RepublishInput } from '../../contract/republish.ts';
import { listEnvironments } from '../../control/environments/list-environments.ts';
import { listVersions } from '../../control/environments/list-versions.ts';
import { republish } from '../../control/republish.ts';
import { warm } from '../../control/warm.ts';
import type { AdminEnv } from './admin-env.ts';
import { jsonBody } from './json-body.ts';

/** What is published of each environment. */
export const environmentRoutes = new Hono<AdminEnv>()
  .get('/environments', async (c) => {
    const environments = await listEnvironments({ ctx: c.var.control, input: undefined });
    return c.json({ environments });
  })
  .get('/environments/:environment/versions', async (c) =>
    c.json(await listVersions({ ctx: c.var.control, input: c.req.param() })),
  )
  .post('/republish', jsonBody<RepublishInput>(), async (c) =>
    c.json(await republish({ ctx: c.var.control, input: c.req.valid('json') })),
  )
  .post('/warm', async (c) => {
    const force = c.req.query('force') === 'true';
    const environments = await warm({ ctx: c.var.control, input: { force } });
    return c.json({ environments });
  });
