import {
  type Propagation,
  type PropagationInput,
  propagationInput,
} from '../../contract/environments/propagation.ts';
import { propagationPolicy } from '../../resource-policy.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { getEnvironmentRow } from '../environments/environment-row.ts';
import { parseInput } from '../parse-input.ts';
import { describeLocation } from './describe-location.ts';
import { describeVersion } from './describe-version.ts';
import { listActiveLocations, listReceipts, listVersions } from './propagation-rows.ts';

/** Where the newest version of an environment is served by now, and how long that took. */
export async function getPropagation({
  ctx,
  input,
}: VerbCall<PropagationInput>): Promise<Propagation> {
  authorise(ctx, 'viewer');
  const { environment } = parseInput(propagationInput, input);
  const { reads } = ctx.database;
  const { version, updatedAt } = await getEnvironmentRow(reads, environment);
  const [published, locations] = await Promise.all([
    listVersions(reads, environment),
    listActiveLocations(reads, environment),
  ]);
  const earlier = published.filter((each) => each.version < version);
  const newest = published.find((each) => each.version === version) ?? {
    version,
    committedAt: updatedAt,
    publishedAt: null,
  };
  const oldest = earlier.at(-1)?.version ?? version;
  const receipts = await listReceipts(reads, { environment, oldest });
  const seen = { locations, receipts };
  return {
    environment,
    active_within_minutes: propagationPolicy.activeMinutes,
    ...describeVersion(newest, seen),
    locations: locations.map(describeLocation),
    earlier: earlier.map((each) => describeVersion(each, seen)),
  };
}
