import { and, count, eq, ne, sql } from 'drizzle-orm';
import { v7 as newId } from 'uuid';
import type { Role } from '../../contract/access/api-key.ts';
import type { MemberResource } from '../../contract/access/member.ts';
import type { Queryable } from '../../db/connect.ts';
import { accounts, members } from '../../db/members.ts';
import { alreadyExists, notFound, onlyAdmin } from '../errors.ts';

type MemberRow = typeof members.$inferSelect;

/** As the audit log names a member. */
export const memberActor = (email: string): string => `member:${email}`;

export const memberResource = (row: MemberRow): MemberResource => ({
  id: row.id,
  email: row.email,
  name: row.name,
  role: row.role,
  created_at: row.createdAt.toISOString(),
});

/**
 * Held to the end of the transaction by whatever could leave no admin, or make a first one: of two at
 * once, the second sees what the first has done.
 */
export const lockAdmins = (tx: Queryable) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtext('burgee admins'))`);

/** Throws `protected` where nobody but this member is an admin. Call it under the lock. */
export async function assertOtherAdmin(tx: Queryable, id: string): Promise<void> {
  const others = and(eq(members.role, 'admin'), ne(members.id, id));
  const [found] = await tx.select({ others: count() }).from(members).where(others);
  if (!found?.others) throw onlyAdmin();
}

/** Locked to the end of the transaction. */
export async function getMember(tx: Queryable, id: string): Promise<MemberRow> {
  const [row] = await tx.select().from(members).where(eq(members.id, id)).for('update');
  if (!row) throw notFound(`member "${id}"`);
  return row;
}

interface NewMember {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly passwordHash?: string;
}

/** Their address was proved by whoever gave them the link, or is whose deployment it is. */
export async function insertMember(tx: Queryable, given: NewMember): Promise<MemberRow> {
  const { passwordHash, ...told } = given;
  const [row] = await tx
    .insert(members)
    .values({ id: newId(), emailVerified: true, ...told })
    .onConflictDoNothing({ target: members.email })
    .returning();
  if (!row) throw alreadyExists(`a member ${given.email}`);
  if (passwordHash !== undefined) await putPassword(tx, { memberId: row.id, passwordHash });
  return row;
}

interface NewPassword {
  readonly memberId: string;
  readonly passwordHash: string;
}

/** In place of the one before, if there was one. */
export async function putPassword(
  tx: Queryable,
  { memberId, passwordHash: password }: NewPassword,
): Promise<void> {
  await tx
    .insert(accounts)
    .values({
      id: newId(),
      userId: memberId,
      providerId: passwordProvider,
      accountId: memberId,
      password,
    })
    .onConflictDoUpdate({
      target: [accounts.providerId, accounts.accountId],
      set: { password, updatedAt: sql`now()` },
    });
}

/** As better-auth calls a log-in by password. */
export const passwordProvider = 'credential';
