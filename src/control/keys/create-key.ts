import {
  type CreateKeyInput,
  createKeyInput,
  type NewKeyResource,
} from '../../contract/access/api-key.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { getEnvironmentRow } from '../environments/environment-row.ts';
import { mutate } from '../mutate.ts';
import { parseInput } from '../parse-input.ts';
import { insertKey } from './insert-key.ts';

/** The answer holds the key itself, for the only time. */
export async function createKey({ ctx, input }: VerbCall<CreateKeyInput>): Promise<NewKeyResource> {
  authorise(ctx, 'admin', 'or by secret');
  const wanted = parseInput(createKeyInput, input);
  if (wanted.kind !== 'admin') authorise(ctx, 'admin');
  return mutate(ctx, async (unit) => {
    if (wanted.kind !== 'admin') await getEnvironmentRow(unit.tx, wanted.environment);
    return insertKey(unit, {
      kind: wanted.kind,
      name: wanted.name,
      environmentKey: wanted.kind === 'admin' ? null : wanted.environment,
      role: wanted.kind === 'admin' ? wanted.role : null,
      allowedOrigins: wanted.kind === 'client' ? wanted.allowed_origins : [],
    });
  });
}
