import type { KeyResource } from '../../contract/access/api-key.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { mutate } from '../mutate.ts';
import { changeKey } from './change-key.ts';
import { keyResource } from './key-resource.ts';
import { getKeyForUpdate } from './key-row.ts';

/** For good; revoking twice is once, so no revision is asked for. */
export async function revokeKey({ ctx, input }: VerbCall<{ id: string }>): Promise<KeyResource> {
  authorise(ctx, 'admin');
  return mutate(ctx, async (unit) => {
    const before = await getKeyForUpdate(unit.tx, input.id);
    if (before.revokedAt) return keyResource(before);
    return changeKey(unit, { action: 'key.revoke', before, change: { revokedAt: ctx.now() } });
  });
}
