import { and, eq } from 'drizzle-orm';
import type { ContextKeyResource } from '../../contract/environments/context-key.ts';
import { contextKeys } from '../../db/context-keys.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { notFound } from '../errors.ts';
import { exactlyOne } from '../exactly-one.ts';
import { mutate } from '../mutate.ts';
import { contextKeyResource } from './context-key-resource.ts';

/**
 * Revokes a key for good, and with it every context that it signed; revoking twice is the same as once.
 */
export async function revokeContextKey({
  ctx,
  input,
}: VerbCall<{ environment: string; id: string }>): Promise<ContextKeyResource> {
  authorise(ctx, 'admin');
  const isKey = and(
    eq(contextKeys.id, input.id),
    eq(contextKeys.environmentKey, input.environment),
  );
  return mutate(ctx, async ({ tx, audit, touch }) => {
    const [before] = await tx.select().from(contextKeys).where(isKey).for('update');
    if (!before) throw notFound(`context key "${input.id}" in ${input.environment}`);
    if (before.revokedAt) return contextKeyResource(before);
    const updating = tx.update(contextKeys).set({ revokedAt: ctx.now() }).where(isKey);
    const after = contextKeyResource(exactlyOne(await updating.returning()));
    audit({
      action: 'context_key.revoke',
      target: before.id,
      environmentKey: before.environmentKey,
      before: contextKeyResource(before),
      after,
    });
    touch(before.environmentKey);
    return after;
  });
}
