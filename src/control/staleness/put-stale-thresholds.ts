import { sql } from 'drizzle-orm';
import { type StaleThresholds, staleThresholds } from '../../contract/flags/staleness.ts';
import { revised } from '../../db/columns.ts';
import { projectSettings } from '../../db/project-settings.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { exactlyOne } from '../exactly-one.ts';
import { mutate } from '../mutate.ts';
import { parseInput } from '../parse-input.ts';
import { assertRevision, type ExpectedRevision } from '../revision.ts';
import { findSettings, thresholdsResource } from './thresholds-row.ts';

interface Input {
  readonly expectedRevision: ExpectedRevision;
  readonly thresholds: StaleThresholds;
}

/** Of every flag that has none of its own. The defaults have revision 0. */
export async function putStaleThresholds({ ctx, input }: VerbCall<Input>) {
  authorise(ctx, 'admin');
  const wanted = parseInput(staleThresholds, input.thresholds);
  const columns = {
    unusedDays: wanted.unused_days,
    rolledOutDays: wanted.rolled_out_days,
    lifetimeDays: wanted.lifetime_days,
  };
  return mutate(ctx, async ({ tx, audit }) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('burgee project settings'))`);
    const before = thresholdsResource(await findSettings(tx));
    assertRevision(before.revision, input.expectedRevision);
    const row = exactlyOne(
      await tx
        .insert(projectSettings)
        .values(columns)
        .onConflictDoUpdate({
          target: projectSettings.id,
          set: { ...columns, ...revised(projectSettings) },
        })
        .returning(),
    );
    const after = thresholdsResource(row);
    audit({ action: 'staleness.update', target: 'project', before, after });
    return after;
  });
}
