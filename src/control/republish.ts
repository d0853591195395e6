import { eq } from 'drizzle-orm';
import {
  type Republished,
  type RepublishInput,
  republishInput,
} from '../contract/environments/republish.ts';
import type { Queryable } from '../db/connect.ts';
import { environments } from '../db/environments.ts';
import { findServed, listHistory } from '../snapshot/publish/history.ts';
import { authorise } from './authorise.ts';
import type { VerbCall } from './context.ts';
import { getEnvironmentForUpdate } from './environments/environment-row.ts';
import { ControlError, publishFailed } from './errors.ts';
import { change } from './mutate.ts';
import { parseInput } from './parse-input.ts';

/**
 * Serves again what an earlier version served, under a new version, until it is asked for the
 * `latest`. Rows and keys stay as they are: people go on changing them, and a revoked key stays
 * dead. Asked twice, it serves the same. Throws `publish_failed` when it is committed and could not be published.
 */
export async function republish({ ctx, input }: VerbCall<RepublishInput>): Promise<Republished> {
  authorise(ctx, 'admin', 'or by secret');
  const { environment, version } = parseInput(republishInput, input);
  const pinnedVersion = version === 'latest' ? null : version;
  const { outcomes } = await change(ctx, async ({ tx, audit, touch }) => {
    const before = await getEnvironmentForUpdate(tx, environment);
    if (pinnedVersion !== null) await assertServed(tx, environment, pinnedVersion);
    await tx.update(environments).set({ pinnedVersion }).where(eq(environments.key, environment));
    touch(environment);
    audit({
      action: 'environment.republish',
      target: environment,
      environmentKey: environment,
      before: { pinned_to: before.pinnedVersion },
      after: { pinned_to: pinnedVersion },
    });
  });
  const [outcome] = outcomes;
  if (outcome?.version === undefined) throw publishFailed([outcome ?? { environment }]);
  return { environment, version: outcome.version, pinned_to: outcome.pinned_to ?? null };
}

async function assertServed(tx: Queryable, environment: string, version: number): Promise<void> {
  if (await findServed(tx, environment, version)) return;
  const kept = await listHistory(tx, environment);
  const before = kept.find((past) => past.version < version)?.lastVersion;
  const nearest = before === undefined ? '' : ` The one before it is ${before}.`;
  throw new ControlError(
    'not_found',
    `The history of ${environment} has no version ${version}: it was never published, or is not kept any more.${nearest}`,
  );
}
