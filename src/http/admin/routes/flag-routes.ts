import { Hono } from 'hono';
import type { CreateFlagInput, UpdateFlagInput } from '../../../contract/flags/flag.ts';
import type { ListFlagsInput } from '../../../contract/flags/flag-list.ts';
import { archiveFlag } from '../../../control/flags/archive-flag.ts';
import { createFlag } from '../../../control/flags/create-flag.ts';
import { deleteFlag } from '../../../control/flags/delete-flag.ts';
import { getFlag } from '../../../control/flags/get-flag.ts';
import { listFlags } from '../../../control/flags/list-flags.ts';
import { restoreFlag } from '../../../control/flags/restore-flag.ts';
import { updateFlag } from '../../../control/flags/update-flag.ts';
import type { AdminEnv } from '../admin-env.ts';
import { expectedRevision, withEtag } from '../etag.ts';
import { jsonBody } from '../json-body.ts';
import { queryOf } from '../query-of.ts';

export const flagRoutes = new Hono<AdminEnv>()
  .get('/', queryOf<ListFlagsInput>(), async (c) =>
    c.json(await listFlags({ ctx: c.var.control, input: c.req.valid('query') })),
  )
  .post('/', jsonBody<CreateFlagInput>(), async (c) => {
    const flag = await createFlag({ ctx: c.var.control, input: c.req.valid('json') });
    return c.json(withEtag(c, flag), 201);
  })
  .get('/:key', async (c) => {
    const flag = await getFlag({ ctx: c.var.control, input: { key: c.req.param('key') } });
    return c.json(withEtag(c, flag));
  })
  .patch('/:key', jsonBody<UpdateFlagInput>(), async (c) => {
    const input = {
      key: c.req.param('key'),
      expectedRevision: expectedRevision(c),
      change: c.req.valid('json'),
    };
    return c.json(withEtag(c, await updateFlag({ ctx: c.var.control, input })));
  })
  .delete('/:key', queryOf<{ confirm?: string }>(), async (c) => {
    const input = {
      key: c.req.param('key'),
      expectedRevision: expectedRevision(c),
      confirm: c.req.valid('query').confirm,
    };
    await deleteFlag({ ctx: c.var.control, input });
    return c.body(null, 204);
  })
  .post('/:key/archive', async (c) => {
    const input = { key: c.req.param('key'), expectedRevision: expectedRevision(c) };
    return c.json(withEtag(c, await archiveFlag({ ctx: c.var.control, input })));
  })
  .post('/:key/restore', async (c) => {
    const input = { key: c.req.param('key'), expectedRevision: expectedRevision(c) };
    return c.json(withEtag(c, await restoreFlag({ ctx: c.var.control, input })));
  });
