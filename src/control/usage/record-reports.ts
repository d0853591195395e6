import { sql } from 'drizzle-orm';
import type { Database, Queryable } from '../../db/connect.ts';
import { edgeReports } from '../../db/edge-reports.ts';
import { environments } from '../../db/environments.ts';
import { retryTransaction } from '../../db/retry.ts';
import type { EdgeReport } from '../../usage/edge-report.ts';
import { recordPropagation } from '../propagation/record-propagation.ts';
import { admitOrganisations } from './admit-organisations.ts';
import { boundRows } from './bound-rows.ts';
import { sumDelays } from './sum-delays.ts';
import { sumEvaluations, sumTotals, type TotalSum, type UsageSum } from './sum-reports.ts';

/**
 * Counts what isolates have served: all of these reports or, where it throws, none. A report that was
 * counted before, here or by a consumer at the same time, adds nothing. What is of an environment that
 * there is not adds nothing either. Returns how many were counted.
 */
export const recordReports = (
  database: Pick<Database, 'transaction'>,
  reports: readonly EdgeReport[],
): Promise<number> =>
  retryTransaction(() =>
    database.transaction(async (tx) => {
      const { fresh, now } = await takeFresh(tx, reports);
      if (fresh.length === 0) return 0;
      const known = new Set(
        (await tx.select({ key: environments.key }).from(environments)).map(({ key }) => key),
      );
      const isKnown = ({ environment }: { readonly environment: string }) =>
        known.has(environment) || environment === '';
      const sums = await admitOrganisations(tx, sumEvaluations(fresh, now).filter(isKnown));
      await addUsage(tx, await boundRows(tx, sums));
      await addTotals(tx, [...sumTotals(fresh).filter(isKnown), ...sumDelays(fresh, now)]);
      await recordPropagation(tx, fresh, isKnown);
      return fresh.length;
    }),
  );

interface Fresh {
  readonly fresh: readonly EdgeReport[];
  /** By the clock of the database, in milliseconds since the epoch. */
  readonly now: number;
}

/** Those that nobody has counted. Waits for whoever counts one of them now. */
async function takeFresh(tx: Queryable, reports: readonly EdgeReport[]): Promise<Fresh> {
  const byId = new Map(reports.map((report) => [report.id, report]));
  const rows = [...byId.keys()].sort().map((id) => ({ id, receivedAt: sql`now()` }));
  if (rows.length === 0) return { fresh: [], now: 0 };
  const taken = await tx
    .insert(edgeReports)
    .values(rows)
    .onConflictDoNothing({ target: edgeReports.id })
    .returning({ id: edgeReports.id, receivedAt: edgeReports.receivedAt });
  const now = taken[0]?.receivedAt.getTime() ?? 0;
  return { fresh: taken.flatMap(({ id }) => byId.get(id) ?? []), now };
}

/** In the order of their keys, as two consumers that met halfway would wait for each other. */
async function addUsage(tx: Queryable, sums: readonly UsageSum[]): Promise<void> {
  if (sums.length === 0) return;
  await tx.execute(sql`
    insert into feature_flag_usage
      (hour, environment_key, flag_key, variant, reason, organisation_id, evaluations)
    select hour, environment, flag, variant, reason, organisation, count
    from jsonb_to_recordset(${JSON.stringify(sums)}::jsonb) as sums(
      hour timestamptz, environment text, flag text, variant text, reason text, organisation text, count bigint)
    order by environment, flag, hour, variant, reason, organisation
    on conflict (environment_key, flag_key, hour, variant, reason, organisation_id)
    do update set evaluations = feature_flag_usage.evaluations + excluded.evaluations`);
}

async function addTotals(tx: Queryable, totals: readonly TotalSum[]): Promise<void> {
  if (totals.length === 0) return;
  await tx.execute(sql`
    insert into edge_totals (environment_key, name, label, total)
    select environment, name, label, count
    from jsonb_to_recordset(${JSON.stringify(totals)}::jsonb) as totals(
      environment text, name text, label text, count bigint)
    order by environment, name, label
    on conflict (environment_key, name, label)
    do update set total = edge_totals.total + excluded.total`);
}
