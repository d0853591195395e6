import { eq } from 'drizzle-orm';
import type { KeyResource } from '../../contract/access/api-key.ts';
import type { AuditAction } from '../../contract/access/audit-action.ts';
import { apiKeys } from '../../db/api-keys.ts';
import { exactlyOne } from '../exactly-one.ts';
import type { UnitOfWork } from '../mutate.ts';
import { type KeyRow, keyColumns, keyResource } from './key-resource.ts';

interface KeyChange {
  readonly action: AuditAction;
  readonly before: KeyRow;
  readonly change: Partial<KeyRow>;
}

/** Changes one key's row, and whatever serves it. */
export async function changeKey(
  { tx, audit, touch }: UnitOfWork,
  { action, before, change }: KeyChange,
): Promise<KeyResource> {
  const { id, environmentKey } = before;
  const updating = tx.update(apiKeys).set(change).where(eq(apiKeys.id, id));
  const after = keyResource(exactlyOne(await updating.returning(keyColumns)));
  audit({
    action,
    target: id,
    ...(environmentKey === null ? {} : { environmentKey }),
    before: keyResource(before),
    after,
  });
  if (environmentKey !== null) touch(environmentKey);
  return after;
}
