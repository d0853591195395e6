import { count } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { repairRuns } from '../../db/repair-runs.ts';
import type { Readings } from './metrics.ts';

export async function readRepairs(db: Queryable): Promise<Readings> {
  const { status } = repairRuns;
  const rows = await db.select({ status, runs: count() }).from(repairRuns).groupBy(status);
  const runs = new Map(rows.map((row) => [row.status, row.runs]));
  return {
    burgee_repair_runs_total: ['ok', 'partial', 'noop'].map((outcome) => ({
      labels: { outcome },
      value: runs.get(outcome) ?? 0,
    })),
  };
}
