import { eq, sql } from 'drizzle-orm';
import {
  type EnvironmentResource,
  type UpdateEnvironmentInput,
  updateEnvironmentInput,
} from '../../contract/environments/environment.ts';
import { environments } from '../../db/environments.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { exactlyOne } from '../exactly-one.ts';
import { mutate } from '../mutate.ts';
import { parseInput } from '../parse-input.ts';
import { assertRevision, type ExpectedRevision } from '../revision.ts';
import { environmentResource } from './environment-resource.ts';
import { getEnvironmentForUpdate } from './environment-row.ts';

interface Input {
  readonly environment: string;
  readonly expectedRevision: ExpectedRevision;
  readonly change: UpdateEnvironmentInput;
}

/** Changes the name, or who is answered. Only people see the name, so a new one publishes nothing. */
export async function updateEnvironment({
  ctx,
  input,
}: VerbCall<Input>): Promise<EnvironmentResource> {
  authorise(ctx, 'admin');
  const change = parseInput(updateEnvironmentInput, input.change);
  const { name, requires_signed_context: requiresSignedContext } = change;
  return mutate(ctx, async ({ tx, audit, touch }) => {
    const before = await getEnvironmentForUpdate(tx, input.environment);
    assertRevision(before.revision, input.expectedRevision);
    const after = exactlyOne(
      await tx
        .update(environments)
        // `updated_at` tells when what it serves was changed last: a repair goes by it.
        .set({ name, requiresSignedContext, revision: sql`${environments.revision} + 1` })
        .where(eq(environments.key, before.key))
        .returning(),
    );
    const isServedOtherwise = after.requiresSignedContext !== before.requiresSignedContext;
    if (isServedOtherwise) touch(before.key);
    const from = environmentResource(before);
    const to = {
      ...environmentResource(after),
      version: after.version + (isServedOtherwise ? 1 : 0),
    };
    audit({
      action: 'environment.update',
      target: before.key,
      environmentKey: before.key,
      before: from,
      after: to,
    });
    return to;
  });
}
