import type { RepairResult } from '../../contract/repair.ts';
import type { CatalogObject } from '../../schema/catalog/catalog.ts';
import type { SalvageOutcome } from '../survivors/salvage-outcome.ts';
import type { SalvageRequest } from '../survivors/salvage-request.ts';
import type { RepairRun } from './repair-run.ts';

/** What a repair asks of what is published, by the objects that it makes. */
export const toSalvage = (
  { ctx, published, request }: RepairRun,
  created: readonly CatalogObject[],
): SalvageRequest => ({
  ctx,
  published,
  isWanted: request.restore_flags ?? ctx.published !== undefined,
  isAskedFor: request.restore_flags === true,
  createdTables: new Set(created.flatMap(({ type, name }) => (type === 'table' ? name : []))),
});

type Salvaged = Pick<RepairResult, 'survivors' | 'restored' | 'held_back'>;

/** Adds it to what a repair tells. */
export const withSalvage = <Described extends Pick<RepairResult, 'unresolved'>>(
  described: Described,
  { survivors, restored, held_back, unresolved }: SalvageOutcome,
): Described & Salvaged => ({
  ...described,
  survivors,
  restored,
  held_back,
  unresolved: [...described.unresolved, ...unresolved],
});

export const withoutHeldBack = (keys: readonly string[], { held_back }: SalvageOutcome) =>
  keys.filter((key) => !held_back.some(({ environment }) => environment === key));
