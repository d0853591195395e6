import { asc } from 'drizzle-orm';
import { exportOverridesInput } from '../../contract/flags/override-bulk.ts';
import { featureFlagOverrides } from '../../db/feature-flag-overrides.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { getEnvironmentRow } from '../environments/environment-row.ts';
import { parseInput } from '../parse-input.ts';
import { toCsv } from './override-csv.ts';
import { overrideEntryOf } from './override-entry.ts';
import { chosenOverrides } from './search-overrides.ts';

interface Input {
  readonly environment: string;
  readonly question: unknown;
}

/** A file that `importOverrides` takes, and the environment's version that it is of. */
export async function exportOverrides({ ctx, input }: VerbCall<Input>) {
  authorise(ctx, 'viewer');
  const { format, ...chosen } = parseInput(exportOverridesInput, input.question);
  const { flagKey, scope, subject } = featureFlagOverrides;
  const { version, rows } = await ctx.database.transaction(
    async (tx) => ({
      version: (await getEnvironmentRow(tx, input.environment)).version,
      rows: await tx
        .select()
        .from(featureFlagOverrides)
        .where(chosenOverrides(input.environment, chosen, ctx.now()))
        .orderBy(asc(flagKey), asc(scope), asc(subject)),
    }),
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
  const entries = rows.map(overrideEntryOf);
  const isCsv = format === 'csv';
  return {
    version,
    type: isCsv ? 'text/csv; charset=utf-8; header=present' : 'application/json',
    text: isCsv ? toCsv(entries) : JSON.stringify(entries),
  };
}
