import { eq, sql } from 'drizzle-orm';
import type { Queryable } from '../db/connect.ts';
import { environments } from '../db/environments.ts';
import { type AuditEntry, appendAudit } from './audit.ts';
import type { ControlContext } from './context.ts';

/** What one change may do inside its transaction. */
export interface UnitOfWork {
  readonly tx: Queryable;
  /** Written at the end of the transaction. */
  audit(entry: AuditEntry): void;
  /** These environments serve something else from now on: their version rises, then they publish. */
  touch(...environmentKeys: string[]): void;
}

type Work<T> = (unit: UnitOfWork) => Promise<T>;

/** Commits one change, then publishes the environments that it touched. */
export async function mutate<T>(ctx: ControlContext, work: Work<T>): Promise<T> {
  const { result, touched } = await commit(ctx, work);
  if (touched.size > 0) await ctx.publish([...touched]);
  return result;
}

/**
 * One change: rows, versions and audit entries in one transaction, which rolls back whole when
 * `work` throws. Versions are raised in key order and the audit chain is locked last, so that two
 * changes wait for each other but never deadlock.
 */
export async function commit<T>(ctx: ControlContext, work: Work<T>) {
  const touched = new Set<string>();
  const result = await ctx.database.transaction(async (tx) => {
    const entries: AuditEntry[] = [];
    const done = await work({
      tx,
      audit: (entry) => entries.push(entry),
      touch: (...keys) => {
        for (const key of keys) touched.add(key);
      },
    });
    if (touched.size > 0 && entries.length === 0) throw new Error('a change without audit entry');
    for (const key of [...touched].sort()) await raiseVersion(tx, key);
    await appendAudit(tx, ctx, entries);
    return done;
  });
  return { result, touched };
}

const raiseVersion = (tx: Queryable, key: string) =>
  tx
    .update(environments)
    .set({ version: sql`${environments.version} + 1`, updatedAt: sql`now()` })
    .where(eq(environments.key, key));
