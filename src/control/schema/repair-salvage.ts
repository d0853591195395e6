import type { RepairResult } from '../../contract/health/repair.ts';
import type { Catalog, CatalogObject } from '../../schema/catalog/catalog.ts';
import { isReadable } from '../../schema/catalog/is-readable.ts';
import { publishedTables } from '../survivors/published-tables.ts';
import type { SalvageOutcome } from '../survivors/salvage-outcome.ts';
import type { SalvageRequest } from '../survivors/salvage-request.ts';
import type { RepairRun } from './repair-run.ts';

interface Making {
  readonly actual: Catalog;
  /** What is made of what is not there. */
  readonly created: readonly CatalogObject[];
}

const isPublished = ({ type, schema, name }: CatalogObject) =>
  type === 'table' && schema === 'public' && publishedTables.includes(name);

/** What a repair asks of what is published, by the objects that it makes. */
export const toSalvage = (
  { ctx, published, request }: RepairRun,
  { actual, created }: Making,
): SalvageRequest => ({
  ctx,
  published,
  hiddenTables: [...actual.values()]
    .filter((object) => isPublished(object) && !isReadable(object, actual))
    .map(({ name }) => name)
    .sort(),
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

/** Environments that may be published: not those that wait for a person. */
export const withoutHeldBack = (keys: readonly string[], { held_back }: SalvageOutcome) =>
  keys.filter((key) => !held_back.some(({ environment }) => environment === key));
