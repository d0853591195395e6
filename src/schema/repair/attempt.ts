import { sql } from 'drizzle-orm';
import { findRefusal, type Refusal } from '../../db/classify-failure.ts';
import type { Queryable } from '../../db/connect.ts';

/**
 * Classes of what Postgres says of the statement or of the rows it meets: features, data,
 * integrity, dependents, names and rights, limits, triggers. Anything else (locks, connections, shutdown) is
 * no answer, and fails the whole transaction.
 */
const answers = new Set(['0A', '22', '23', '2B', '42', '54', 'P0']);

export type Attempt<Result> = { readonly result: Result } | { readonly refusal: Refusal };

/** Runs a part that may be refused: then nothing of it has happened, and the transaction goes on. */
export async function attempt<Result>(
  tx: Queryable,
  part: () => Promise<Result>,
  explain: Explain = findRefusal,
): Promise<Attempt<Result>> {
  await tx.execute(sql`savepoint burgee_attempt`);
  try {
    const result = await part();
    await tx.execute(sql`release savepoint burgee_attempt`);
    return { result };
  } catch (error) {
    return { refusal: await recover(tx, error, explain) };
  }
}

/** What an error of the part says; undefined where it is no answer. */
export type Explain = (error: unknown) => Refusal | undefined;

/** The same for one statement that returns nothing, in one round trip with another before it. */
export async function attemptStatement(
  tx: Queryable,
  statement: string,
  before = '',
): Promise<Refusal | undefined> {
  try {
    const parts = [
      before,
      'savepoint burgee_attempt',
      statement,
      'release savepoint burgee_attempt',
    ];
    await tx.execute(sql.raw(parts.filter(Boolean).join(';\n')));
    return undefined;
  } catch (error) {
    return recover(tx, error);
  }
}

async function recover(
  tx: Queryable,
  error: unknown,
  explain: Explain = findRefusal,
): Promise<Refusal> {
  const refusal = explain(error);
  if (refusal === undefined || !answers.has(refusal.code.slice(0, 2))) throw error;
  await tx.execute(
    sql.raw('rollback to savepoint burgee_attempt; release savepoint burgee_attempt'),
  );
  return refusal;
}
