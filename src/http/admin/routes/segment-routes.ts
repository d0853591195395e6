import { Hono } from 'hono';
import type { PutSegmentInput } from '../../../contract/flags/segment.ts';
import { deleteSegment } from '../../../control/segments/delete-segment.ts';
import { getSegment } from '../../../control/segments/get-segment.ts';
import { listSegments } from '../../../control/segments/list-segments.ts';
import { putSegment } from '../../../control/segments/put-segment.ts';
import type { AdminEnv } from '../admin-env.ts';
import { expectedRevision, withEtag } from '../etag.ts';
import { jsonBody } from '../json-body.ts';

export const segmentRoutes = new Hono<AdminEnv>()
  .get('/', async (c) => {
    const segments = await listSegments({ ctx: c.var.control, input: undefined });
    return c.json({ segments });
  })
  .get('/:key', async (c) => {
    const segment = await getSegment({ ctx: c.var.control, input: { key: c.req.param('key') } });
    return c.json(withEtag(c, segment));
  })
  .put('/:key', jsonBody<PutSegmentInput>(), async (c) => {
    const input = {
      key: c.req.param('key'),
      expectedRevision: expectedRevision(c),
      segment: c.req.valid('json'),
    };
    return c.json(withEtag(c, await putSegment({ ctx: c.var.control, input })));
  })
  .delete('/:key', async (c) => {
    const input = { key: c.req.param('key'), expectedRevision: expectedRevision(c) };
    await deleteSegment({ ctx: c.var.control, input });
    return c.body(null, 204);
  });
