import { asc, eq } from 'drizzle-orm';
import {
  type CreateEnvironmentInput,
  createEnvironmentInput,
  type EnvironmentResource,
} from '../../contract/environments/environment.ts';
import type { Queryable } from '../../db/connect.ts';
import { environments } from '../../db/environments.ts';
import { featureFlagEnvironments, featureFlags } from '../../db/feature-flags.ts';
import { criticalFlags } from '../../db/seeds.ts';
import { findDeletion } from '../../snapshot/publish/find-deletion.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { alreadyExists } from '../errors.ts';
import { firstStates } from '../flag-states/insert-flag-states.ts';
import type { FlagRow } from '../flags/flag-row.ts';
import { inChunks } from '../in-chunks.ts';
import { mutate } from '../mutate.ts';
import { parseInput } from '../parse-input.ts';
import { environmentResource } from './environment-resource.ts';
import { getEnvironmentRow } from './environment-row.ts';
import { claimEnvironments } from './hold-environments.ts';

/**
 * A new environment has a state of every flag, archived ones included: those of the one that it is a
 * copy of, or all off but what belongs to every installation. It is published at once.
 */
export async function createEnvironment({
  ctx,
  input,
}: VerbCall<CreateEnvironmentInput>): Promise<EnvironmentResource> {
  authorise(ctx, 'admin');
  const wanted = parseInput(createEnvironmentInput, input);
  return mutate(ctx, async ({ tx, audit, touch }) => {
    await claimEnvironments(tx);
    const flags = await tx.select().from(featureFlags).orderBy(asc(featureFlags.key)).for('share');
    const row = await insertEnvironment(tx, wanted);
    const states =
      wanted.copy_of === undefined
        ? beginningStates(flags, row.key)
        : await copiedStates(tx, wanted.copy_of, row.key);
    await inChunks(states, (rows) => tx.insert(featureFlagEnvironments).values(rows));
    touch(row.key);
    const created = { ...environmentResource(row), version: row.version + 1 };
    audit({
      action: 'environment.create',
      target: row.key,
      environmentKey: row.key,
      after: { ...created, copy_of: wanted.copy_of ?? null, flags: states.length },
    });
    return created;
  });
}

interface Wanted {
  readonly key: string;
  readonly name?: string | undefined;
  readonly requires_signed_context: boolean;
}

/**
 * Begins above every version that an earlier environment of that key has published, as versions only
 * rise.
 */
async function insertEnvironment(tx: Queryable, wanted: Wanted) {
  const deletion = await findDeletion(tx, wanted.key);
  const [row] = await tx
    .insert(environments)
    .values({
      key: wanted.key,
      name: wanted.name ?? wanted.key,
      requiresSignedContext: wanted.requires_signed_context,
      ...(deletion ? { version: deletion.version + 1 } : {}),
    })
    .onConflictDoNothing({ target: environments.key })
    .returning();
  if (!row) throw alreadyExists(`an environment "${wanted.key}"`);
  return row;
}

const seededKeys: ReadonlySet<string> = new Set(criticalFlags.map(({ key }) => key));

const beginningStates = (flags: readonly FlagRow[], environmentKey: string) =>
  flags.flatMap((flag) =>
    firstStates(flag, {
      environmentKeys: [environmentKey],
      isEnabled: flag.status === 'active' && seededKeys.has(flag.key),
    }),
  );

async function copiedStates(tx: Queryable, from: string, environmentKey: string) {
  await getEnvironmentRow(tx, from);
  const states = await tx
    .select()
    .from(featureFlagEnvironments)
    .where(eq(featureFlagEnvironments.environmentKey, from));
  return states.map(({ revision, createdAt, updatedAt, ...state }) => ({
    ...state,
    environmentKey,
  }));
}
