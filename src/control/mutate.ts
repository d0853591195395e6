import { eq, sql } from 'drizzle-orm';
import type { PublishOutcome } from '../contract/environments/published.ts';
import { classifyFailure, findRefusal, isAnswer } from '../db/classify-failure.ts';
import type { Queryable } from '../db/connect.ts';
import { environments } from '../db/environments.ts';
import { retryTransaction } from '../db/retry.ts';
import { databasePolicy } from '../resource-policy.ts';
import { sleep } from '../sleep.ts';
import { type AuditEntry, type AuditMark, appendAudit, isAudited } from './audit.ts';
import type { ControlContext } from './context.ts';
import { enqueueDeliveries, queueDeliveries } from './webhooks/queue-deliveries.ts';

/** What one change may do inside its transaction. */
export interface UnitOfWork {
  readonly tx: Queryable;
  /** Written at the end of the transaction. */
  audit(entry: AuditEntry): void;
  /** These environments serve something else from now on: their version rises, then they publish. */
  touch(...environmentKeys: string[]): void;
}

type Work<T> = (unit: UnitOfWork) => Promise<T>;

interface Progress {
  readonly touched: Set<string>;
  /** The last entry of the audit log, by which one can tell whether the commit came through. */
  mark?: AuditMark | undefined;
  /** What webhooks are told of it. */
  deliveries: readonly string[];
  /** Everything is written; all that is missing is the commit, or the answer to it. */
  isWritten: boolean;
}

/** Commits one change, publishes the environments that it touched, and tells webhooks; see `change`. */
export const mutate = async <T>(ctx: ControlContext, work: Work<T>): Promise<T> =>
  (await change(ctx, work)).result;

interface Changed<T> {
  readonly result: T;
  /** What came of publishing each environment that was touched. */
  readonly outcomes: readonly PublishOutcome[];
}

/**
 * The same, with what reached the edge. Where nobody can tell whether the change was committed, the
 * caller is told to look, and what it touched is published anyway, which is right either way.
 */
export async function change<T>(ctx: ControlContext, work: Work<T>): Promise<Changed<T>> {
  const progress = newProgress();
  let result: T;
  try {
    result = await settle(ctx, work, progress);
  } catch (error) {
    await spread(ctx, progress);
    throw error;
  }
  return { result, outcomes: await spread(ctx, progress) };
}

async function spread(ctx: ControlContext, { isWritten, touched, deliveries }: Progress) {
  if (!isWritten) return [];
  const [outcomes] = await Promise.all([
    touched.size > 0 ? ctx.publish([...touched]) : [],
    enqueueDeliveries(ctx, deliveries),
  ]);
  return outcomes;
}

/** Commits one change. Where the answer to the commit is lost, the audit log tells whether it happened. */
export async function settle<T>(
  ctx: ControlContext,
  work: Work<T>,
  progress: Progress = newProgress(),
): Promise<T> {
  let result: { readonly value: T } | undefined;
  const remembering: Work<T> = async (unit) => {
    const value = await work(unit);
    result = { value };
    return value;
  };
  try {
    return await commit(ctx, remembering, progress);
  } catch (error) {
    if (result && (await wasCommitted(ctx, progress, error))) return result.value;
    throw error;
  }
}

/**
 * One change: rows, versions and audit entries in one transaction, which rolls back whole when
 * `work` throws. Versions are raised in key order and the audit chain is locked last, so that two
 * changes wait for each other. Where they were in each other's way all the same, it is done again.
 *
 * What webhooks are told is a part of it, and nothing that a change depends on: where Postgres refuses to
 * keep that, as when their tables are lost, the change is done again without. An emergency stop works then too.
 */
export async function commit<T>(
  ctx: ControlContext,
  work: Work<T>,
  progress: Progress = newProgress(),
): Promise<T> {
  try {
    return await commitOnce({ ctx, work, progress, isTold: true });
  } catch (error) {
    if (!(error instanceof UntoldError)) throw error;
    const result = await commitOnce({ ctx, work, progress, isTold: false });
    ctx.onUntold?.(error.cause);
    return result;
  }
}

const commitOnce = <T>(change: Change<T> & { readonly progress: Progress }): Promise<T> =>
  retryTransaction(() => {
    change.progress.touched.clear();
    change.progress.deliveries = [];
    change.progress.isWritten = false;
    return change.ctx.database.transaction((tx) => carryOut(tx, change));
  });

interface Change<T> {
  readonly ctx: ControlContext;
  readonly work: Work<T>;
  readonly progress?: Progress;
  /** Whether webhooks hear of it. A repair tells of itself as a whole. */
  readonly isTold?: boolean;
}

/** The same within a larger transaction. */
export async function carryOut<T>(
  tx: Queryable,
  { ctx, work, progress = newProgress(), isTold = false }: Change<T>,
): Promise<T> {
  const { touched } = progress;
  const entries: AuditEntry[] = [];
  const result = await work({
    tx,
    audit: (entry) => entries.push(entry),
    touch: (...keys) => {
      for (const key of keys) touched.add(key);
    },
  });
  if (touched.size > 0 && entries.length === 0) throw new Error('a change without audit entry');
  for (const key of [...touched].sort()) await raiseVersion(tx, key);
  if (isTold) progress.deliveries = await tellWebhooks(tx, ctx, entries);
  progress.mark = await appendAudit(tx, ctx, entries);
  progress.isWritten = true;
  return result;
}

/** Everything but what webhooks are told could be written. */
class UntoldError extends Error {}

async function tellWebhooks(tx: Queryable, ctx: ControlContext, entries: readonly AuditEntry[]) {
  try {
    return await queueDeliveries(tx, ctx, entries);
  } catch (cause) {
    const refusal = findRefusal(cause);
    throw refusal && isAnswer(refusal) ? new UntoldError('untold', { cause }) : cause;
  }
}

/**
 * Looks a second time after a moment, as Postgres may not have ended the transaction yet. A change that
 * writes no entry has changed nothing, committed or not.
 */
async function wasCommitted(
  ctx: ControlContext,
  { isWritten, mark, touched }: Progress,
  error: unknown,
) {
  if (!isWritten || classifyFailure(error) !== 'unavailable') return false;
  if (!mark) return touched.size === 0;
  const look = () => isAudited(ctx.database.current, mark).catch(() => false);
  if (await look()) return true;
  await sleep(databasePolicy.lookAgainMilliseconds);
  return look();
}

const newProgress = (): Progress => ({ touched: new Set(), deliveries: [], isWritten: false });

const raiseVersion = (tx: Queryable, key: string) =>
  tx
    .update(environments)
    .set({ version: sql`${environments.version} + 1`, updatedAt: sql`now()` })
    .where(eq(environments.key, key));
