import { Hono } from 'hono';
import type {
  CopyEnvironmentInput,
  CreateEnvironmentInput,
  DeleteEnvironmentInput,
  UpdateEnvironmentInput,
} from '../../../contract/environments/environment.ts';
import type { RepublishInput } from '../../../contract/environments/republish.ts';
import { copyEnvironment } from '../../../control/environments/copy-environment.ts';
import { createEnvironment } from '../../../control/environments/create-environment.ts';
import { deleteEnvironment } from '../../../control/environments/delete-environment.ts';
import { getEnvironment } from '../../../control/environments/get-environment.ts';
import { getSnapshot } from '../../../control/environments/get-snapshot.ts';
import { listEnvironments } from '../../../control/environments/list-environments.ts';
import { listVersions } from '../../../control/environments/list-versions.ts';
import { updateEnvironment } from '../../../control/environments/update-environment.ts';
import { republish } from '../../../control/republish.ts';
import { warm } from '../../../control/warm.ts';
import type { AdminEnv } from '../admin-env.ts';
import { expectedRevision, withEtag } from '../etag.ts';
import { jsonBody } from '../json-body.ts';
import { queryOf } from '../query-of.ts';

/** Environments, and what is published of them. */
export const environmentRoutes = new Hono<AdminEnv>()
  .get('/environments', async (c) => {
    const environments = await listEnvironments({ ctx: c.var.control, input: undefined });
    return c.json({ environments });
  })
  .post('/environments', jsonBody<CreateEnvironmentInput>(), async (c) => {
    const input = c.req.valid('json');
    return c.json(withEtag(c, await createEnvironment({ ctx: c.var.control, input })), 201);
  })
  .get('/environments/:environment', async (c) =>
    c.json(withEtag(c, await getEnvironment({ ctx: c.var.control, input: c.req.param() }))),
  )
  .patch('/environments/:environment', jsonBody<UpdateEnvironmentInput>(), async (c) => {
    const input = {
      ...c.req.param(),
      expectedRevision: expectedRevision(c),
      change: c.req.valid('json'),
    };
    return c.json(withEtag(c, await updateEnvironment({ ctx: c.var.control, input })));
  })
  .delete('/environments/:environment', jsonBody<DeleteEnvironmentInput>(), async (c) => {
    const input = {
      ...c.req.param(),
      expectedRevision: expectedRevision(c),
      deletion: c.req.valid('json'),
    };
    await deleteEnvironment({ ctx: c.var.control, input });
    return c.body(null, 204);
  })
  .post('/environments/:environment/copy', jsonBody<CopyEnvironmentInput>(), async (c) => {
    const input = { ...c.req.param(), copy: c.req.valid('json') };
    return c.json(await copyEnvironment({ ctx: c.var.control, input }));
  })
  .get('/environments/:environment/versions', async (c) =>
    c.json(await listVersions({ ctx: c.var.control, input: c.req.param() })),
  )
  .get('/environments/:environment/snapshot', async (c) =>
    c.json(await getSnapshot({ ctx: c.var.control, input: c.req.param() })),
  )
  .post('/republish', jsonBody<RepublishInput>(), async (c) =>
    c.json(await republish({ ctx: c.var.control, input: c.req.valid('json') })),
  )
  .post('/warm', queryOf<{ force?: 'true' | 'false' }>(), async (c) => {
    const force = c.req.valid('query').force === 'true';
    const environments = await warm({ ctx: c.var.control, input: { force } });
    return c.json({ environments });
  });
