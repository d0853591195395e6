import type { BetterAuthOptions } from 'better-auth';
import { createAuthMiddleware } from 'better-auth/api';
import { and, eq, lt } from 'drizzle-orm';
import type { AuditAction } from '../../contract/access/audit-action.ts';
import { members, sessions } from '../../db/members.ts';
import type { AuthParts } from './auth-parts.ts';
import { memberActor } from './member-row.ts';

type Hooks = NonNullable<BetterAuthOptions['databaseHooks']>;

/** What better-auth does to members, their accounts and their sessions, told in the same transaction. */
export const auditHooks = ({ tx, audit }: Pick<AuthParts, 'tx' | 'audit'>): Hooks => {
  const actorOf = async (memberId: string) => {
    const [member] = await tx
      .select({ email: members.email })
      .from(members)
      .where(eq(members.id, memberId));
    return memberActor(member?.email ?? memberId);
  };
  return {
    /** Whatever way somebody comes in by, it makes no member. */
    user: { create: { before: async () => false } },
    session: {
      create: {
        before: async ({ userId }) => {
          const isOver = and(eq(sessions.userId, userId), lt(sessions.expiresAt, new Date()));
          await tx.delete(sessions).where(isOver);
        },
        after: async ({ id, userId, ipAddress, userAgent }) => {
          const after = { address: ipAddress, user_agent: userAgent };
          audit({ actor: await actorOf(userId), action: 'session.create', target: id, after });
        },
      },
      delete: {
        after: async ({ id, userId }) =>
          audit({ actor: await actorOf(userId), action: 'session.end', target: id }),
      },
    },
    account: {
      create: {
        /** They would open somebody's account elsewhere, and nothing here asks for that. */
        before: async (account) => ({ data: { ...account, ...noTokens } }),
        after: async ({ userId, providerId }) =>
          audit({
            actor: await actorOf(userId),
            action: 'account.link',
            target: userId,
            after: { provider: providerId },
          }),
      },
      update: { before: async (account) => ({ data: { ...account, ...noTokens } }) },
    },
  };
};

const noTokens = { accessToken: null, refreshToken: null, idToken: null };

/** Its hooks of the database know nothing of passkeys. */
const passkeyActions: Readonly<Record<string, AuditAction>> = {
  '/passkey/verify-registration': 'passkey.create',
  '/passkey/update-passkey': 'passkey.rename',
  '/passkey/delete-passkey': 'passkey.delete',
};

export const auditPasskeys = ({ audit }: Pick<AuthParts, 'audit'>) =>
  createAuthMiddleware(async ({ path, body, context }) => {
    const action = passkeyActions[path];
    const { session, returned } = context;
    if (action === undefined || !session || returned instanceof Error) return;
    const passkey: unknown = Object(body).id ?? Object(returned).id;
    const { id, email } = session.user;
    audit({ actor: memberActor(email), action, target: id, after: { passkey } });
  });
