import { Hono } from 'hono';
import { linkTo } from '../../../contract/access/link-to.ts';
import type { InviteMemberInput, NewInvitationResource } from '../../../contract/access/member.ts';
import type { PageInput } from '../../../contract/fields/page.ts';
import { inviteMember } from '../../../control/members/invite-member.ts';
import { listInvitations } from '../../../control/members/list-invitations.ts';
import { revokeInvitation } from '../../../control/members/revoke-invitation.ts';
import type { AdminEnv } from '../admin-env.ts';
import { jsonBody } from '../json-body.ts';
import { queryOf } from '../query-of.ts';

export const invitationRoutes = new Hono<AdminEnv>()
  .get('/', queryOf<PageInput>(), async (c) =>
    c.json(await listInvitations({ ctx: c.var.control, input: c.req.valid('query') })),
  )
  .post('/', jsonBody<InviteMemberInput>(), async (c) => {
    const invitation = await inviteMember({ ctx: c.var.control, input: c.req.valid('json') });
    const link = linkTo('invitation', { url: c.req.url, token: invitation.token });
    return c.json({ ...invitation, link } satisfies NewInvitationResource, 201);
  })
  .post('/:id/revoke', async (c) =>
    c.json(await revokeInvitation({ ctx: c.var.control, input: { id: c.req.param('id') } })),
  );
