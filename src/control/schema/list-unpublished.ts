import type { RepairResult } from '../../contract/repair.ts';
import type { Queryable } from '../../db/connect.ts';
import { environments } from '../../db/environments.ts';
import { attempt } from '../../schema/repair/attempt.ts';
import { findLosses } from '../survivors/find-losses.ts';
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
  const { key, version } = environments;
  const listed = await attempt(tx, () => tx.select({ key, version }).from(environments));
  const rows = 'result' in listed ? listed.result : [];
  const losses = await findLosses(tx, { published, createdTables: new Set() });
  const held = new Set([
    ...held_back.map(({ environment }) => environment),
    ...losses.map(({ environment }) => environment.key),
  ]);
  const reached = new Map(
    published.survivors.map(({ snapshot }) => [snapshot.environment, snapshot.version]),
  );
  return rows
    .filter((row) => !held.has(row.key) && row.version > (reached.get(row.key) ?? -1))
    .map((row) => row.key);
}
