import { and, eq, isNull, type SQL } from 'drizzle-orm';
import type { InvitationResource } from '../../contract/access/member.ts';
import { invitations } from '../../db/members.ts';
import type { UnitOfWork } from '../mutate.ts';

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

/** Those that nobody has accepted and nobody has revoked; some may be out of date. */
async function revokeOpen({ tx, audit }: UnitOfWork, which: SQL, now: Date): Promise<void> {
  const rows = await tx
    .update(invitations)
    .set({ revokedAt: now })
    .where(and(which, isNull(invitations.acceptedAt), isNull(invitations.revokedAt)))
    .returning();
  for (const row of rows) {
    audit({ action: 'invitation.revoke', target: row.id, after: invitationResource(row) });
  }
}

export const revokeInvitationsOf = (unit: UnitOfWork, actor: string, now: Date) =>
  revokeOpen(unit, eq(invitations.invitedBy, actor), now);

export const revokeInvitationsTo = (unit: UnitOfWork, email: string, now: Date) =>
  revokeOpen(unit, eq(invitations.email, email), now);
