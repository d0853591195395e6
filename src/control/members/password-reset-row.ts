import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { verifications } from '../../db/members.ts';

/** Beside what better-auth remembers there, whose identifiers are random and have no such beginning. */
const prefix = 'burgee-password-reset:';

export const passwordResetIdentifier = (hash: string): string => prefix + hash;

/** Neither half holds a blank. */
export const passwordResetValue = (memberId: string, issuedBy: string): string =>
  `${memberId} ${issuedBy}`;

/** For whom it is. */
export const memberOfPasswordReset = (value: string): string => value.split(' ')[0] ?? '';

const revoke = (tx: Queryable, which: SQL) =>
  tx
    .delete(verifications)
    .where(and(sql`starts_with(${verifications.identifier}, ${prefix})`, which));

const half = (part: 1 | 2) => sql<string>`split_part(${verifications.value}, ' ', ${part}::int)`;

export const revokePasswordResetsFor = (tx: Queryable, memberId: string) =>
  revoke(tx, eq(half(1), memberId));

export const revokePasswordResetsBy = (tx: Queryable, actor: string) =>
  revoke(tx, eq(half(2), actor));
