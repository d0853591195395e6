import { sql } from 'drizzle-orm';
import type { DocumentFlag } from '../../contract/environments/environment-document.ts';
import { revised } from '../../db/columns.ts';
import type { Queryable } from '../../db/connect.ts';
import { featureFlagEnvironments, featureFlags } from '../../db/feature-flags.ts';
import { segments } from '../../db/segments.ts';
import { firstStates } from '../flag-states/insert-flag-states.ts';
import { type FlagStateContent, writeFlagStates } from '../flag-states/write-flag-states.ts';
import type { FlagRow } from '../flags/flag-row.ts';
import { inChunks } from '../in-chunks.ts';
import { deleteOverrides, putOverrides } from '../overrides/write-overrides.ts';
import type { FlagImport, ImportPlan } from './plan-import.ts';

interface Writing {
  readonly environment: string;
  readonly environmentKeys: readonly string[];
  readonly plan: ImportPlan;
}

/** Writes what a plan changes, and nothing else: what stays as it is keeps its revision. */
export async function writeImport(tx: Queryable, { environment, environmentKeys, plan }: Writing) {
  await writeSegments(tx, plan);
  const created = await writeDefinitions(tx, plan.flags);
  const elsewhere = environmentKeys.filter((key) => key !== environment);
  const beginnings = created.flatMap((flag) =>
    firstStates(flag, { environmentKeys: elsewhere, isEnabled: false }),
  );
  await inChunks(beginnings, (rows) => tx.insert(featureFlagEnvironments).values(rows));
  const states = plan.flags.filter(({ state }) => state.length > 0);
  await writeFlagStates(
    tx,
    states.flatMap(({ after }) => stateRow(environment, after)),
  );
  await writeOverrides(tx, environment, plan.flags);
}

async function writeSegments(tx: Queryable, plan: ImportPlan): Promise<void> {
  const rows = plan.segments.map(({ after: { when, ...segment } }) => ({
    ...segment,
    conditions: when,
  }));
  await inChunks(rows, (chunk) =>
    tx
      .insert(segments)
      .values(chunk)
      .onConflictDoUpdate({
        target: segments.key,
        set: {
          name: sql`excluded.name`,
          description: sql`excluded.description`,
          conditions: sql`excluded.conditions`,
          ...revised(segments),
        },
      }),
  );
}

/** Resolves with those that were not there. */
async function writeDefinitions(tx: Queryable, flags: readonly FlagImport[]): Promise<FlagRow[]> {
  const changed = flags.filter(({ definition }) => definition.length > 0);
  const written: FlagRow[] = [];
  await inChunks(
    changed.map(({ after }) => definitionRow(after)),
    async (chunk) => {
      const rows = await tx
        .insert(featureFlags)
        .values(chunk)
        .onConflictDoUpdate({
          target: featureFlags.key,
          set: {
            status: sql`excluded.status`,
            name: sql`excluded.name`,
            description: sql`excluded.description`,
            variants: sql`excluded.variants`,
            offVariant: sql`excluded.off_variant`,
            jsonSchema: sql`excluded.json_schema`,
            tags: sql`excluded.tags`,
            owner: sql`excluded.owner`,
            critical: sql`excluded.critical`,
            clientVisible: sql`excluded.client_visible`,
            permanent: sql`excluded.permanent`,
            staleThresholds: sql`excluded.stale_thresholds`,
            ...revised(featureFlags),
          },
        })
        .returning();
      written.push(...rows);
    },
  );
  const known = new Set(changed.flatMap(({ before }) => before?.key ?? []));
  return written.filter(({ key }) => !known.has(key));
}

/** The columns of `feature_flags` that a document says. */
const definitionRow = (flag: DocumentFlag) => ({
  key: flag.key,
  kind: flag.kind,
  status: flag.status,
  name: flag.name,
  description: flag.description,
  variants: flag.variants,
  offVariant: flag.off_variant,
  jsonSchema: flag.json_schema,
  tags: flag.tags,
  owner: flag.owner,
  critical: flag.critical,
  clientVisible: flag.client_visible,
  permanent: flag.permanent,
  staleThresholds: flag.stale_thresholds && withoutAbsent(flag.stale_thresholds),
});

/** Without the properties whose value is undefined. */
const withoutAbsent = <Content extends object>(content: Content) =>
  JSON.parse(JSON.stringify(content)) as { [Key in keyof Content]?: NonNullable<Content[Key]> };

const stateRow = (environmentKey: string, { key, state }: DocumentFlag): FlagStateContent[] =>
  state === null
    ? []
    : [
        {
          flagKey: key,
          environmentKey,
          isEnabled: state.is_enabled,
          isKilled: state.is_killed,
          rolloutPercentage: state.rollout_percentage,
          split: state.split,
          rules: state.rules,
          prerequisites: state.prerequisites,
          salt: state.salt,
          bucketBy: state.bucket_by,
        },
      ];

async function writeOverrides(
  tx: Queryable,
  environmentKey: string,
  flags: readonly FlagImport[],
): Promise<void> {
  const changes = flags.flatMap(({ after: { key: flag }, overrides }) =>
    overrides.map((change) => ({ flag, ...change })),
  );
  const gone = changes.flatMap(({ flag, before, after }) =>
    before && !after ? [{ flag, ...before }] : [],
  );
  await deleteOverrides(tx, environmentKey, gone);
  const puts = changes.flatMap(({ flag, after }) => (after ? [{ flag, ...after }] : []));
  await putOverrides(tx, environmentKey, puts);
}
