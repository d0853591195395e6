import type { Queryable } from '../db/connect.ts';

/** What a piece of work would come to: it is done, and taken back whole. Throws where it throws. */
export async function rehearseWithin<T>(
  tx: Queryable,
  work: (savepoint: Queryable) => Promise<T>,
): Promise<T> {
  const takenBack = Symbol('taken back');
  let result: { readonly value: T } | undefined;
  try {
    return await tx.transaction(async (savepoint): Promise<never> => {
      result = { value: await work(savepoint) };
      throw takenBack;
    });
  } catch (error) {
    if (error === takenBack && result) return result.value;
    throw error;
  }
}
