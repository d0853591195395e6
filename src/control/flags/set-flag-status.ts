import { eq } from 'drizzle-orm';
import { revised } from '../../db/columns.ts';
import { featureFlags } from '../../db/feature-flags.ts';
import { exactlyOne } from '../exactly-one.ts';
import { keepServable } from '../keep-servable.ts';
import type { UnitOfWork } from '../mutate.ts';
import { flagResource } from './flag-resource.ts';
import { type FlagRow, listFlagEnvironmentKeys } from './flag-row.ts';

/** Archives or restores a flag that the transaction has locked. */
export async function setFlagStatus(
  { tx, audit, touch }: UnitOfWork,
  before: FlagRow,
  status: FlagRow['status'],
) {
  const environmentKeys = await listFlagEnvironmentKeys(tx, before.key);
  const after = await keepServable(tx, environmentKeys, async () =>
    exactlyOne(
      await tx
        .update(featureFlags)
        .set({ status, ...revised(featureFlags) })
        .where(eq(featureFlags.key, before.key))
        .returning(),
    ),
  );
  touch(...environmentKeys);
  const [from, to] = [flagResource(before), flagResource(after)];
  const action = status === 'archived' ? 'flag.archive' : 'flag.restore';
  audit({ action, target: before.key, before: from, after: to });
  return to;
}
