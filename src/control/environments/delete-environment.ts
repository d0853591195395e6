import { and, asc, count, eq, gt, isNull, or } from 'drizzle-orm';
import {
  type DeleteEnvironmentInput,
  deleteEnvironmentInput,
} from '../../contract/environments/environment.ts';
import { apiKeys } from '../../db/api-keys.ts';
import type { Queryable } from '../../db/connect.ts';
import { environments } from '../../db/environments.ts';
import { featureFlags } from '../../db/feature-flags.ts';
import { seedEnvironments } from '../../db/seeds.ts';
import { snapshotHistory } from '../../db/snapshot-history.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { ControlError, invalidInput } from '../errors.ts';
import { mutate } from '../mutate.ts';
import { parseInput } from '../parse-input.ts';
import { assertRevision, type ExpectedRevision } from '../revision.ts';
import { environmentResource } from './environment-resource.ts';
import { getEnvironmentForUpdate } from './environment-row.ts';
import { claimEnvironments } from './hold-environments.ts';
import { readDocument } from './read-document.ts';

interface Input {
  readonly environment: string;
  readonly expectedRevision: ExpectedRevision;
  readonly deletion: DeleteEnvironmentInput;
}

/**
 * Deletes an environment for good, with its states, overrides, schedules, keys and history; flags and
 * segments stay. What is published of it is replaced by an empty snapshot, so that its keys are
 * refused. The audit log keeps everything that an export would contain.
 */
export async function deleteEnvironment({ ctx, input }: VerbCall<Input>): Promise<void> {
  authorise(ctx, 'admin');
  const { confirm, force } = parseInput(deleteEnvironmentInput, input.deletion);
  const key = input.environment;
  await mutate(ctx, async ({ tx, audit, touch }) => {
    await claimEnvironments(tx);
    await lockFlags(tx);
    const row = await getEnvironmentForUpdate(tx, key);
    assertRevision(row.revision, input.expectedRevision);
    assertConfirmed(key, confirm);
    assertNotSeeded(key);
    if (!force) await assertUnused(tx, key, ctx.now());
    const before = { ...environmentResource(row), document: await readDocument(tx, key) };
    await tx.delete(environments).where(eq(environments.key, key));
    await tx.delete(snapshotHistory).where(eq(snapshotHistory.environmentKey, key));
    touch(key);
    const after = { withdrawn_as: row.version + 1 };
    audit({ action: 'environment.delete', target: key, environmentKey: key, before, after });
  });
}

/** Whatever changes a state or an override holds one of these. */
const lockFlags = (tx: Queryable) =>
  tx
    .select({ key: featureFlags.key })
    .from(featureFlags)
    .orderBy(asc(featureFlags.key))
    .for('update');

function assertConfirmed(key: string, confirm: string): void {
  if (confirm === key) return;
  throw invalidInput([
    { path: 'confirm', message: `expected "${key}", the key of what is to be deleted` },
  ]);
}

function assertNotSeeded(key: string): void {
  if (!seedEnvironments.some((seeded) => seeded.key === key)) return;
  throw new ControlError(
    'protected',
    `Environment "${key}" belongs to every installation: the next deployment would make it anew. Give it another name instead, or leave it unused.`,
  );
}

async function assertUnused(tx: Queryable, key: string, now: Date): Promise<void> {
  const [live] = await tx
    .select({ keys: count() })
    .from(apiKeys)
    .where(
      and(
        eq(apiKeys.environmentKey, key),
        isNull(apiKeys.revokedAt),
        or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, now)),
      ),
    );
  if (!live || live.keys === 0) return;
  throw new ControlError(
    'protected',
    `Environment "${key}" has ${live.keys} keys that are not revoked; whoever uses one would be refused. Revoke them first, or send "force": true.`,
  );
}
