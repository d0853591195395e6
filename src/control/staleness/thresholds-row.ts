import { eq } from 'drizzle-orm';
import type { StaleThresholds, StaleThresholdsResource } from '../../contract/flags/staleness.ts';
import type { Queryable } from '../../db/connect.ts';
import { projectSettings } from '../../db/project-settings.ts';

/** A month without an evaluation, a month at one variant, a life of a quarter of a year. */
const defaultThresholds: StaleThresholds = {
  unused_days: 30,
  rolled_out_days: 30,
  lifetime_days: 90,
};

type SettingsRow = typeof projectSettings.$inferSelect;

/** Undefined while the defaults hold. */
export async function findSettings(db: Queryable): Promise<SettingsRow | undefined> {
  const [row] = await db.select().from(projectSettings).where(eq(projectSettings.id, 'project'));
  return row;
}

/** As `/admin` shows them; the defaults have revision 0. */
export const thresholdsResource = (row: SettingsRow | undefined): StaleThresholdsResource =>
  row
    ? {
        unused_days: row.unusedDays,
        rolled_out_days: row.rolledOutDays,
        lifetime_days: row.lifetimeDays,
        revision: row.revision,
      }
    : { ...defaultThresholds, revision: 0 };
