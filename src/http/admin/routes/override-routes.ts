import { Hono } from 'hono';
import type { PutOverrideInput } from '../../../contract/flags/override.ts';
import type { ListOverridesInput } from '../../../contract/flags/override-bulk.ts';
import { deleteOverride } from '../../../control/overrides/delete-override.ts';
import { listOverrides } from '../../../control/overrides/list-overrides.ts';
import { putOverride } from '../../../control/overrides/put-override.ts';
import type { AdminEnv } from '../admin-env.ts';
import { expectedRevision, withEtag } from '../etag.ts';
import { jsonBody } from '../json-body.ts';
import { queryOf } from '../query-of.ts';

const collection = '/:flag/environments/:environment/overrides';
const member = `${collection}/:scope/:subject` as const;

/** Under `/flags`. */
export const overrideRoutes = new Hono<AdminEnv>()
  .get(collection, queryOf<ListOverridesInput>(), async (c) => {
    const input = { ...c.req.param(), page: c.req.valid('query') };
    return c.json(await listOverrides({ ctx: c.var.control, input }));
  })
  .put(member, jsonBody<PutOverrideInput>(), async (c) => {
    const input = {
      ...c.req.param(),
      expectedRevision: expectedRevision(c),
      override: c.req.valid('json'),
    };
    return c.json(withEtag(c, await putOverride({ ctx: c.var.control, input })));
  })
  .delete(member, async (c) => {
    const input = { ...c.req.param(), expectedRevision: expectedRevision(c) };
    await deleteOverride({ ctx: c.var.control, input });
    return c.body(null, 204);
  });
