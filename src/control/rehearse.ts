import type { ControlContext } from './context.ts';
import type { UnitOfWork } from './mutate.ts';
import { rehearseWithin } from './rehearse-within.ts';

/**
 * What `mutate` would come to, refusals included: the same work in a transaction that is rolled back.
 * Nothing is audited or published.
 */
export const rehearse = <T>(
  ctx: ControlContext,
  work: (unit: UnitOfWork) => Promise<T>,
): Promise<T> =>
  ctx.database.transaction((tx) =>
    rehearseWithin(tx, (savepoint) => work({ tx: savepoint, audit: () => {}, touch: () => {} })),
  );
