import { count, eq, sql } from 'drizzle-orm';
import { maxOverrideBytes, maxOverrides } from '../../contract/limits.ts';
import type { Queryable } from '../../db/connect.ts';
import { featureFlagOverrides } from '../../db/feature-flag-overrides.ts';
import { invalidInput } from '../errors.ts';

/** Names of properties, scope and instant, as they stand in the snapshot. */
const bytesAround = 80;

/** Throws, after some were written, where they are more than an isolate or Workers KV can keep. */
export async function assertRoom(tx: Queryable, environment: string): Promise<void> {
  const { subject, variant, environmentKey } = featureFlagOverrides;
  const bytes = sql<string>`coalesce(sum(octet_length(to_json(${subject})::text) + octet_length(${variant}) + ${bytesAround}::int), 0)`;
  const [row] = await tx
    .select({ present: count(), bytes })
    .from(featureFlagOverrides)
    .where(eq(environmentKey, environment));
  if (row === undefined) return;
  if (row.present > maxOverrides) throw tooMany(`${maxOverrides} in ${environment}`);
  if (Number(row.bytes) > maxOverrideBytes) {
    throw tooMany(`${maxOverrideBytes} bytes of them in ${environment}, not ${row.bytes}`);
  }
}

const tooMany = (most: string) =>
  invalidInput([{ path: '', message: `expected at most ${most}; write a segment instead` }]);
