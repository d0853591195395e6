import { eq } from 'drizzle-orm';
import type { EnvironmentDocument } from '../../contract/environments/environment-document.ts';
import type { Queryable } from '../../db/connect.ts';
import { featureFlagOverrides } from '../../db/feature-flag-overrides.ts';
import { featureFlagEnvironments, featureFlags } from '../../db/feature-flags.ts';
import { segments } from '../../db/segments.ts';
import { describeDocument } from './describe-document.ts';
import { getEnvironmentRow } from './environment-row.ts';

/** Throws `not_found`. Consistent within a repeatable-read transaction, or under the flags' locks. */
export const readDocument = async (
  tx: Queryable,
  environment: string,
): Promise<EnvironmentDocument> =>
  describeDocument({
    environment: await getEnvironmentRow(tx, environment),
    flags: await tx.select().from(featureFlags),
    states: await tx
      .select()
      .from(featureFlagEnvironments)
      .where(eq(featureFlagEnvironments.environmentKey, environment)),
    overrides: await tx
      .select()
      .from(featureFlagOverrides)
      .where(eq(featureFlagOverrides.environmentKey, environment)),
    segments: await tx.select().from(segments),
  });
