import { Hono } from 'hono';
import type { StaleThresholds } from '../../../contract/flags/staleness.ts';
import { getStaleThresholds } from '../../../control/staleness/get-stale-thresholds.ts';
import { listStaleFlags } from '../../../control/staleness/list-stale-flags.ts';
import { putStaleThresholds } from '../../../control/staleness/put-stale-thresholds.ts';
import type { AdminEnv } from '../admin-env.ts';
import { expectedRevision, withEtag } from '../etag.ts';
import { jsonBody } from '../json-body.ts';

export const stalenessRoutes = new Hono<AdminEnv>()
  .get('/stale-flags', async (c) => {
    const flags = await listStaleFlags({ ctx: c.var.control, input: undefined });
    return c.json({ flags });
  })
  .get('/stale-thresholds', async (c) => {
    const thresholds = await getStaleThresholds({ ctx: c.var.control, input: undefined });
    return c.json(withEtag(c, thresholds));
  })
  .put('/stale-thresholds', jsonBody<StaleThresholds>(), async (c) => {
    const input = { expectedRevision: expectedRevision(c), thresholds: c.req.valid('json') };
    return c.json(withEtag(c, await putStaleThresholds({ ctx: c.var.control, input })));
  });
