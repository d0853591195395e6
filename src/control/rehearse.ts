import type { ControlContext } from './context.ts';
import type { UnitOfWork } from './mutate.ts';

class RehearsalEnd extends Error {}

/**
 * What `mutate` would come to, refusals included: the same work in a transaction that is rolled back.
 * Nothing is audited or published.
 */
export async function rehearse<T>(
  ctx: ControlContext,
  work: (unit: UnitOfWork) => Promise<T>,
): Promise<T> {
  let end: { readonly result: T } | undefined;
  try {
    await ctx.database.transaction(async (tx) => {
      end = { result: await work({ tx, audit: () => {}, touch: () => {} }) };
      throw new RehearsalEnd();
    });
  } catch (error) {
    if (!(error instanceof RehearsalEnd)) throw error;
  }
  if (!end) throw new Error('a rehearsal came to no end');
  return end.result;
}
