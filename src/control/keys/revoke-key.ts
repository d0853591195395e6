import { eq } from 'drizzle-orm';
import { apiKeys } from '../../db/api-keys.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { notFound } from '../errors.ts';
import { exactlyOne } from '../exactly-one.ts';
import { mutate } from '../mutate.ts';
import { keyColumns, keyResource } from './key-resource.ts';

/** For good; revoking twice is once, so no revision is asked for. */
export async function revokeKey({ ctx, input }: VerbCall<{ id: string }>) {
  authorise(ctx, 'admin');
  const isKey = eq(apiKeys.id, input.id);
  return mutate(ctx, async ({ tx, audit, touch }) => {
    const [before] = await tx.select(keyColumns).from(apiKeys).where(isKey).for('update');
    if (!before) throw notFound(`key "${input.id}"`);
    if (before.revokedAt) return keyResource(before);
    const after = exactlyOne(
      await tx.update(apiKeys).set({ revokedAt: ctx.now() }).where(isKey).returning(keyColumns),
    );
    const [from, to] = [keyResource(before), keyResource(after)];
    audit({
      action: 'key.revoke',
      target: input.id,
      ...(after.environmentKey ? { environmentKey: after.environmentKey } : {}),
      before: from,
      after: to,
    });
    if (after.environmentKey) touch(after.environmentKey);
    return to;
  });
}
