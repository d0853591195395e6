import { and, asc, eq, inArray, or, type SQL, sql } from 'drizzle-orm';
import type { Problem } from '../../contract/errors/problem.ts';
import {
  type ImportOverridesQuery,
  importOverridesQuery,
  type OverridesChanged,
} from '../../contract/flags/override-bulk.ts';
import type { Queryable } from '../../db/connect.ts';
import { featureFlagOverrides } from '../../db/feature-flag-overrides.ts';
import { featureFlagEnvironments, featureFlags } from '../../db/feature-flags.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { getEnvironmentRow } from '../environments/environment-row.ts';
import type { FlagRow } from '../flags/flag-row.ts';
import { mutate } from '../mutate.ts';
import { parseInput } from '../parse-input.ts';
import type { ExpectedRevision } from '../revision.ts';
import { changeOverrides, type OverrideChanges } from './change-overrides.ts';
import {
  assertNone,
  entryKey,
  type JudgedEntry,
  judgeEntries,
  type OverrideFile,
} from './judge-entries.ts';
import { isSameEntry, overrideEntryOf } from './override-entry.ts';
import type { OverrideRow } from './override-row.ts';

interface Input {
  readonly environment: string;
  readonly query: ImportOverridesQuery;
  readonly expectedRevision: ExpectedRevision;
  readonly body: OverrideFile;
}

type Entries = ReadonlyMap<string, JudgedEntry>;

/** Thousands of overrides of an environment at once, all or none; each problem is named by its line. */
export async function importOverrides({ ctx, input }: VerbCall<Input>): Promise<OverridesChanged> {
  authorise(ctx, 'editor');
  const { environment, expectedRevision: expected } = input;
  const { mode, flag, dry_run: isDryRun } = parseInput(importOverridesQuery, input.query);
  const { entries, problems } = judgeEntries(input.body, { flag, now: ctx.now() });
  if (entries.size === 0) assertNone(problems);
  return mutate(ctx, async (unit) => {
    await getEnvironmentRow(unit.tx, environment);
    const flags = await lockFlags(unit.tx, {
      environment,
      entries,
      isReplacement: mode === 'replace',
    });
    const misplaced = [...entries.values()].flatMap((entry) => misplacement(entry, flags));
    assertNone([...problems, ...misplaced]);
    const present = await listPresent(unit.tx, environment, whichOf({ mode, flag, entries }));
    const changes = compare(entries, present, mode === 'replace');
    return changeOverrides(unit, changes, {
      environment,
      action: 'override.import',
      isDryRun,
      expected,
    });
  });
}

interface Locking {
  readonly environment: string;
  readonly entries: Entries;
  readonly isReplacement: boolean;
}

type LockedFlag = Pick<FlagRow, 'key' | 'variants'> & { readonly hasState: boolean };

/** In the order of their keys, so that no two imports deadlock; all that have something to lose. */
async function lockFlags(
  tx: Queryable,
  { environment, entries, isReplacement }: Locking,
): Promise<ReadonlyMap<string, LockedFlag>> {
  const named = [...new Set([...entries.values()].map(({ flag }) => flag))];
  const inEnvironment = (table: SQL) =>
    sql<boolean>`exists (select from ${table} as own where own.flag_key = ${featureFlags.key} and own.environment_key = ${environment})`;
  const rows = await tx
    .select({
      key: featureFlags.key,
      variants: featureFlags.variants,
      hasState: inEnvironment(sql`${featureFlagEnvironments}`),
    })
    .from(featureFlags)
    .where(
      or(
        inArray(featureFlags.key, named),
        isReplacement ? inEnvironment(sql`${featureFlagOverrides}`) : undefined,
      ),
    )
    .orderBy(asc(featureFlags.key))
    .for('update');
  return new Map(rows.map((row) => [row.key, row]));
}

function misplacement(entry: JudgedEntry, flags: ReadonlyMap<string, LockedFlag>): Problem[] {
  const { place, flag: key, variant } = entry;
  const flag = flags.get(key);
  if (!flag?.hasState) return [{ path: `${place}.flag`, message: 'there is no such flag here' }];
  if (flag.variants.some(({ name }) => name === variant)) return [];
  const names = flag.variants.map(({ name }) => name).join(', ');
  return [{ path: `${place}.variant`, message: `flag ${key} has the variants ${names}` }];
}

interface Whole {
  readonly mode: 'merge' | 'replace';
  readonly flag: string | undefined;
  readonly entries: Entries;
}

/** What a file can change: what it names or, where it replaces, all. */
function whichOf({ mode, flag, entries }: Whole): SQL | undefined {
  const { flagKey, scope, subject } = featureFlagOverrides;
  if (mode === 'replace') return flag === undefined ? undefined : eq(flagKey, flag);
  const places = [...entries.values()].map((entry) => ({
    flag: entry.flag,
    scope: entry.scope,
    subject: entry.subject,
  }));
  return sql`(${flagKey}, ${scope}, ${subject}) in (select flag, scope, subject
    from jsonb_to_recordset(${JSON.stringify(places)}::jsonb) as given(flag text, scope override_scope, subject text))`;
}

const listPresent = (tx: Queryable, environment: string, which: SQL | undefined) =>
  tx
    .select()
    .from(featureFlagOverrides)
    .where(and(eq(featureFlagOverrides.environmentKey, environment), which));

function compare(
  entries: Entries,
  present: readonly OverrideRow[],
  isReplacement: boolean,
): OverrideChanges {
  const rows = new Map(present.map((row) => [entryKey(overrideEntryOf(row)), row]));
  const both = [...entries].flatMap(([key, entry]) => {
    const row = rows.get(key);
    return row && !isSameEntry(overrideEntryOf(row), entry) ? [{ entry, row }] : [];
  });
  const added = [...entries].flatMap(([key, entry]) => (rows.has(key) ? [] : [entry]));
  return {
    added: added.map(withoutPlace),
    changed: both.map(({ entry }) => withoutPlace(entry)),
    before: both.map(({ row }) => row),
    removed: isReplacement
      ? [...rows].flatMap(([key, row]) => (entries.has(key) ? [] : [row]))
      : [],
    unchanged: entries.size - added.length - both.length,
  };
}

const withoutPlace = ({ place, ...entry }: JudgedEntry) => entry;
