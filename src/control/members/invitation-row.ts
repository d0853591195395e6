import { and, eq, isNull, type SQL } from 'drizzle-orm';
import type { InvitationResource } from '../../contract/member.ts';
import type { Queryable } from '../../db/connect.ts';
import { invitations } from '../../db/members.ts';

type InvitationRow = typeof invitations.$inferSelect;

/** As `/admin` shows it: never its token, nor the hash of that. */
export const invitationResource = (row: InvitationRow): InvitationResource => ({
  id: row.id,
  email: row.email,
  role: row.role,
  invited_by: row.invitedBy,
  created_at: row.createdAt.toISOString(),
  expires_at: row.expiresAt.toISOString(),
  accepted_at: row.acceptedAt?.toISOString() ?? null,
  revoked_at: row.revokedAt?.toISOString() ?? null,
});

/** Nobody has accepted them and nobody has revoked them; some may be out of date. */
const revokeOpen = (tx: Queryable, which: SQL, now: Date) =>
  tx
    .update(invitations)
    .set({ revokedAt: now })
    .where(and(which, isNull(invitations.acceptedAt), isNull(invitations.revokedAt)));

export const revokeInvitationsOf = (tx: Queryable, actor: string, now: Date) =>
  revokeOpen(tx, eq(invitations.invitedBy, actor), now);

export const revokeInvitationsTo = (tx: Queryable, email: string, now: Date) =>
  revokeOpen(tx, eq(invitations.email, email), now);
