import { and, asc, eq, gt, ilike, isNull, lt, lte, or, type SQL, sql } from 'drizzle-orm';
import type * as z from 'zod';
import { toCursor } from '../../contract/fields/page.ts';
import { type OverridePage, searchOverridesInput } from '../../contract/flags/override-bulk.ts';
import { featureFlagOverrides } from '../../db/feature-flag-overrides.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { getEnvironmentRow } from '../environments/environment-row.ts';
import { escapePattern } from '../escape-pattern.ts';
import { parseInput } from '../parse-input.ts';
import { overrideResource } from './override-row.ts';

interface Input {
  readonly environment: string;
  readonly question: unknown;
}

/** Those of an environment, by flag, scope and subject, page by page. */
export async function searchOverrides({ ctx, input }: VerbCall<Input>): Promise<OverridePage> {
  authorise(ctx, 'viewer');
  const {
    limit,
    cursor,
    search,
    expires_before: before,
    ...chosen
  } = parseInput(searchOverridesInput, input.question);
  const { reads } = ctx.database;
  await getEnvironmentRow(reads, input.environment);
  const { flagKey, scope, subject, expiresAt } = featureFlagOverrides;
  const rows = await reads
    .select()
    .from(featureFlagOverrides)
    .where(
      and(
        chosenOverrides(input.environment, chosen, ctx.now()),
        before === undefined ? undefined : lt(expiresAt, new Date(before)),
        search === undefined ? undefined : ilike(subject, `%${escapePattern(search)}%`),
        cursor &&
          sql`(${flagKey}, ${scope}, ${subject}) > (${cursor[0]}, ${cursor[1]}::override_scope, ${cursor[2]})`,
      ),
    )
    .orderBy(asc(flagKey), asc(scope), asc(subject))
    .limit(limit + 1);
  const overrides = rows.slice(0, limit).map(overrideResource);
  const last = rows.length > limit ? overrides.at(-1) : undefined;
  const place = last && [last.flag, last.scope, last.subject];
  return { overrides, next_cursor: place ? toCursor(place) : null };
}

type Chosen = Pick<z.output<typeof searchOverridesInput>, 'flag' | 'scope' | 'subject' | 'expired'>;

/** Whether they have expired makes no difference where that is not asked. */
export function chosenOverrides(environment: string, chosen: Chosen, now: Date): SQL | undefined {
  const { environmentKey, flagKey, scope, subject, expiresAt } = featureFlagOverrides;
  const { flag, expired } = chosen;
  return and(
    eq(environmentKey, environment),
    flag === undefined ? undefined : eq(flagKey, flag),
    chosen.scope === undefined ? undefined : eq(scope, chosen.scope),
    chosen.subject === undefined ? undefined : eq(subject, chosen.subject),
    expired === true ? lte(expiresAt, now) : undefined,
    expired === false ? or(isNull(expiresAt), gt(expiresAt, now)) : undefined,
  );
}
