import { sql } from 'drizzle-orm';
import { findRefusal, isAnswer, type Refusal } from './classify-failure.ts';
import type { Queryable } from './connect.ts';

export type Attempt<Result> = { readonly result: Result } | { readonly refusal: Refusal };

/**
 * Runs a part that may be refused: then nothing of it has happened, and the transaction goes on. An
 * error that is no answer of Postgres fails the whole transaction.
 */
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
    const parts = [before, ...inSavepoint(statement)];
    await tx.execute(sql.raw(parts.filter(Boolean).join(';\n')));
    return undefined;
  } catch (error) {
    return recover(tx, error);
  }
}

/** The rows of one statement without parameters, in one round trip. */
export async function attemptQuery<Row>(
  tx: Queryable,
  statement: string,
): Promise<Attempt<readonly Row[]>> {
  try {
    const results: unknown = await tx.execute(sql.raw(inSavepoint(statement).join(';\n')));
    // Each of the drivers answers several statements with a list of results.
    const [, asked] = results as readonly { readonly rows: readonly Row[] }[];
    return { result: asked?.rows ?? [] };
  } catch (error) {
    return { refusal: await recover(tx, error) };
  }
}

const inSavepoint = (statement: string) => [
  'savepoint burgee_attempt',
  statement,
  'release savepoint burgee_attempt',
];

async function recover(
  tx: Queryable,
  error: unknown,
  explain: Explain = findRefusal,
): Promise<Refusal> {
  const refusal = explain(error);
  if (refusal === undefined || !isAnswer(refusal)) throw error;
  await tx.execute(
    sql.raw('rollback to savepoint burgee_attempt; release savepoint burgee_attempt'),
  );
  return refusal;
}
