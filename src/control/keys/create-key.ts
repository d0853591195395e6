import { eq } from 'drizzle-orm';
import { v7 as newId } from 'uuid';
import { type CreateKeyInput, createKeyInput } from '../../contract/api-key.ts';
import { displayPrefix, generateKey, hashKey } from '../../contract/key-format.ts';
import { apiKeys } from '../../db/api-keys.ts';
import type { Queryable } from '../../db/connect.ts';
import { environments } from '../../db/environments.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { notFound } from '../errors.ts';
import { exactlyOne } from '../exactly-one.ts';
import { mutate } from '../mutate.ts';
import { parseInput } from '../parse-input.ts';
import { keyColumns, keyResource } from './key-resource.ts';

/** The answer holds the key itself, for the only time. */
export async function createKey({ ctx, input }: VerbCall<CreateKeyInput>) {
  authorise(ctx, 'admin', 'or by secret');
  const wanted = parseInput(createKeyInput, input);
  if (wanted.kind !== 'admin') authorise(ctx, 'admin');
  const environment = wanted.kind === 'admin' ? null : wanted.environment;
  const key = generateKey(wanted);
  const hash = await hashKey(key);
  return mutate(ctx, async ({ tx, audit, touch }) => {
    if (environment) await assertEnvironment(tx, environment);
    const row = exactlyOne(
      await tx
        .insert(apiKeys)
        .values({
          id: newId(),
          kind: wanted.kind,
          name: wanted.name,
          environmentKey: environment,
          role: wanted.kind === 'admin' ? wanted.role : null,
          prefix: displayPrefix(key),
          hash,
          allowedOrigins: wanted.kind === 'client' ? wanted.allowed_origins : [],
        })
        .returning(keyColumns),
    );
    const resource = keyResource(row);
    audit({
      action: 'key.create',
      target: row.id,
      ...(environment ? { environmentKey: environment } : {}),
      after: resource,
    });
    if (environment) touch(environment);
    return { ...resource, key };
  });
}

async function assertEnvironment(tx: Queryable, key: string): Promise<void> {
  const rows = await tx
    .select({ key: environments.key })
    .from(environments)
    .where(eq(environments.key, key));
  if (rows.length === 0) throw notFound(`environment "${key}"`);
}
