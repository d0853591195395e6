import { Hono } from 'hono';
import { linkTo } from '../../../contract/access/link-to.ts';
import type {
  ChangeRoleInput,
  CreateFirstAdminInput,
  IssuePasswordResetInput,
  NewPasswordReset,
} from '../../../contract/access/member.ts';
import type { PageInput } from '../../../contract/fields/page.ts';
import { changeRole } from '../../../control/members/change-role.ts';
import { createFirstAdmin } from '../../../control/members/create-first-admin.ts';
import { issuePasswordReset } from '../../../control/members/issue-password-reset.ts';
import { listMembers } from '../../../control/members/list-members.ts';
import { removeMember } from '../../../control/members/remove-member.ts';
import type { AdminEnv } from '../admin-env.ts';
import { jsonBody } from '../json-body.ts';
import { queryOf } from '../query-of.ts';

export const memberRoutes = new Hono<AdminEnv>()
  .get('/', queryOf<PageInput>(), async (c) =>
    c.json(await listMembers({ ctx: c.var.control, input: c.req.valid('query') })),
  )
  .post('/first-admin', jsonBody<CreateFirstAdminInput>(), async (c) =>
    c.json(await createFirstAdmin({ ctx: c.var.control, input: c.req.valid('json') }), 201),
  )
  .patch('/:id', jsonBody<ChangeRoleInput>(), async (c) => {
    const input = { id: c.req.param('id'), change: c.req.valid('json') };
    return c.json(await changeRole({ ctx: c.var.control, input }));
  })
  .post('/:id/password-reset', jsonBody<IssuePasswordResetInput>(), async (c) => {
    const input = { id: c.req.param('id'), reset: c.req.valid('json') };
    const issued = await issuePasswordReset({ ctx: c.var.control, input });
    const link = linkTo('password-reset', { url: c.req.url, token: issued.token });
    return c.json({ ...issued, link } satisfies NewPasswordReset, 201);
  })
  .delete('/:id', async (c) => {
    await removeMember({ ctx: c.var.control, input: { id: c.req.param('id') } });
    return c.body(null, 204);
  });
