import type { RepairResult } from '../../contract/health/repair.ts';
import type { Queryable } from '../../db/connect.ts';
import { findLosses } from '../survivors/find-losses.ts';
import { findPresentRows } from '../survivors/present-rows.ts';
import type { RepairRun } from './repair-run.ts';

/**
 * Environments of which the edge has not learnt what a run has done: an answer that was lost may have
 * been lost before they were published. Those that it held back stay so, as do those that have lost
 * rows since.
 */
export async function listUnpublished(
  tx: Queryable,
  { published }: RepairRun,
  { held_back }: RepairResult,
): Promise<readonly string[]> {
  if (published.outage !== undefined) return [];
  const present = await findPresentRows(tx);
  const losses = await findLosses(tx, { published, createdTables: new Set(), present });
  const held = new Set([
    ...held_back.map(({ environment }) => environment),
    ...losses.map(({ environment }) => environment.key),
  ]);
  const reached = new Map(
    published.survivors.map(({ snapshot }) => [snapshot.environment, snapshot.version]),
  );
  return [...present.versions]
    .filter(([key, version]) => !held.has(key) && version > (reached.get(key) ?? -1))
    .map(([key]) => key);
}
