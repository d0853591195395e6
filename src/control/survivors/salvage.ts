import { attempt } from '../../db/attempt.ts';
import type { Queryable } from '../../db/connect.ts';
import { ControlError } from '../errors.ts';
import { carryOut, type UnitOfWork } from '../mutate.ts';
import { explainRefusal } from '../schema/attempt-part.ts';
import { describeSurvivor, heldBack, offerOf } from './describe-losses.ts';
import { describeRestored } from './describe-restored.ts';
import { findLosses } from './find-losses.ts';
import { judgeUnreadable } from './judge-unreadable.ts';
import { type Loss, sizeOf } from './loss.ts';
import { findPresentRows, type PresentRows } from './present-rows.ts';
import { describeRestoredRows, restoreLosses } from './restore-losses.ts';
import { joinOutcomes, nothingSalvaged, type SalvageOutcome } from './salvage-outcome.ts';
import type { SalvageRequest } from './salvage-request.ts';

/** Restores what was lost where that is wanted, and otherwise offers it. */
export async function salvage(tx: Queryable, request: SalvageRequest): Promise<SalvageOutcome> {
  const present = await findPresentRows(tx);
  const unreadable = judgeUnreadable(request, present);
  if (unreadable.isOpen) return unreadable;
  const losses = await findLosses(tx, { ...request, present });
  if (losses.length === 0) return unreadable;
  const outcome = request.isWanted ? await restore(tx, request, losses) : offer(losses);
  return joinOutcomes(unreadable, outcome);
}

/**
 * What `salvage` would do. `losses` is what would be put back; where that is not wanted it is offered,
 * and nothing would be.
 */
export async function foreseeSalvage(
  tx: Queryable,
  request: SalvageRequest,
  present: PresentRows,
): Promise<{ readonly losses: readonly Loss[]; readonly outcome: SalvageOutcome }> {
  const unreadable = judgeUnreadable(request, present);
  const losses = unreadable.isOpen ? [] : await findLosses(tx, { ...request, present });
  if (losses.length === 0) return { losses, outcome: unreadable };
  if (!request.isWanted) return { losses: [], outcome: joinOutcomes(unreadable, offer(losses)) };
  const restoration = {
    ...nothingSalvaged,
    survivors: losses.map(describeSurvivor),
    restored: losses.map(describeRestoredRows),
  };
  return { losses, outcome: joinOutcomes(unreadable, restoration) };
}

const offer = (losses: readonly Loss[]): SalvageOutcome => ({
  ...nothingSalvaged,
  isOpen: true,
  survivors: losses.map(describeSurvivor),
  held_back: losses.map(heldBack),
  unresolved: losses.map(offerOf),
});

/** Where Postgres refuses, nothing of it has happened, and the offer stands. */
async function restore(
  tx: Queryable,
  request: SalvageRequest,
  losses: readonly Loss[],
): Promise<SalvageOutcome> {
  const { published } = request;
  const restoring = async () => {
    const work = (unit: UnitOfWork) => restoreLosses(unit, { losses, published });
    const restored = await carryOut(tx, { ctx: request.ctx, work });
    const present = await findPresentRows(tx);
    assertBack(losses, await findLosses(tx, { ...request, present }));
    return restored;
  };
  const outcome = await attempt(tx, restoring, explainRefusal);
  if ('result' in outcome) return describeRestored(tx, losses, outcome.result);
  const { message, code } = outcome.refusal;
  const refusal = { object: 'restore_flags', reason: message, sqlstate: code };
  const open = offer(losses);
  return { ...open, unresolved: [refusal, ...open.unresolved] };
}

/** Rows that have lost what tells them apart may stand in the way of all that would come back. */
function assertBack(losses: readonly Loss[], left: readonly Loss[]): void {
  const isStuck = (loss: Loss) =>
    left.some(
      (each) => each.environment.key === loss.environment.key && sizeOf(each) === sizeOf(loss),
    );
  if (!losses.every(isStuck)) return;
  throw new ControlError(
    'rolled_back',
    'nothing of it came back, as other rows stand in the way: see what else is unresolved',
  );
}
