import { asc, desc, eq, inArray, sql, sum } from 'drizzle-orm';
import {
  type GetUsageInput,
  getUsageInput,
  type UsageGroup,
  type UsageReport,
} from '../../contract/flags/usage.ts';
import type { Queryable } from '../../db/connect.ts';
import { featureFlagUsage } from '../../db/feature-flag-usage.ts';
import { featureFlags } from '../../db/feature-flags.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { selectUsage } from './select-usage.ts';
import { usagePeriod, usualInterval } from './usage-period.ts';

/** As many flags as an environment may have. */
const mostGroups = 2_000;

/** How often flags were evaluated, over time and by group. */
export async function getUsage({ ctx, input }: VerbCall<GetUsageInput>): Promise<UsageReport> {
  authorise(ctx, 'viewer');
  const { interval: asked, group_by: group, limit, ...filter } = parseInput(getUsageInput, input);
  const period = usagePeriod(filter, ctx.now());
  const interval = asked ?? usualInterval(period);
  const { reads } = ctx.database;
  const usage = selectUsage(reads, filter, period);
  const totals = await listTotals(reads, usage, group);
  const told = totals.slice(0, mostGroups);
  const keys = told.slice(0, limit).map(({ key }) => key);
  const points = await listPoints(reads, usage, { group, keys, interval });
  const silent = group === 'flag' ? await listSilent(reads, told) : undefined;
  return {
    from: period.from.toISOString(),
    to: period.to.toISOString(),
    interval,
    evaluations: totals[0]?.ofAll ?? 0,
    groups: told.map(({ key, evaluations }, index) => ({
      ...(group && { key }),
      evaluations,
      ...(index < limit && { points: points.get(key) ?? [] }),
    })),
    is_truncated: totals.length > mostGroups,
    ...(silent && { silent_flags: silent }),
  };
}

type Usage = ReturnType<typeof selectUsage>;

const keyOf = (usage: Usage, group: UsageGroup | undefined) =>
  group === undefined ? sql<string>`''` : sql<string>`${usage[group]}`;

const evaluationsOf = (usage: Usage) => sum(usage.evaluations).mapWith(Number);

/** The most first, each with the sum of all groups. One more than is told. */
const listTotals = (db: Queryable, usage: Usage, group: UsageGroup | undefined) =>
  db
    .select({
      key: keyOf(usage, group).as('key'),
      evaluations: evaluationsOf(usage),
      ofAll: sql`sum(${evaluationsOf(usage)}) over ()`.mapWith(Number),
    })
    .from(usage)
    .groupBy(sql`1`)
    .orderBy(desc(sql`2`), asc(sql`1`))
    .limit(mostGroups + 1);

interface Series {
  readonly group: UsageGroup | undefined;
  readonly keys: readonly string[];
  readonly interval: 'hour' | 'day';
}

async function listPoints(db: Queryable, usage: Usage, { group, keys, interval }: Series) {
  const key = keyOf(usage, group);
  const at = sql<Date>`date_trunc(${sql.raw(`'${interval}'`)}, ${usage.at}, 'utc')`;
  const rows =
    keys.length === 0
      ? []
      : await db
          .select({
            key: key.as('key'),
            at: at.mapWith(featureFlagUsage.hour).as('at'),
            evaluations: evaluationsOf(usage),
          })
          .from(usage)
          .where(group && inArray(key, [...keys]))
          .groupBy(sql`1`, sql`2`)
          .orderBy(asc(sql`2`));
  const byKey = Map.groupBy(rows, (row) => row.key);
  return new Map(
    Array.from(byKey, ([name, points]) => [
      name,
      points.map((point) => ({ at: point.at.toISOString(), evaluations: point.evaluations })),
    ]),
  );
}

/** Of those that are not archived. */
async function listSilent(db: Queryable, heard: readonly { readonly key: string }[]) {
  const flags = await db
    .select({ key: featureFlags.key })
    .from(featureFlags)
    .where(eq(featureFlags.status, 'active'))
    .orderBy(asc(featureFlags.key));
  const keys = new Set(heard.map(({ key }) => key));
  return flags.map(({ key }) => key).filter((key) => !keys.has(key));
}
