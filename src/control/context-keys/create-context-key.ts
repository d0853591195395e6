import { and, count, eq, isNull } from 'drizzle-orm';
import { exportJWK, exportPKCS8 } from 'jose/key/export';
import { generateKeyPair } from 'jose/key/generate/keypair';
import { v7 as newId } from 'uuid';
import {
  type ContextAlgorithm,
  type CreateContextKeyInput,
  createContextKeyInput,
  type NewContextKeyResource,
} from '../../contract/environments/context-key.ts';
import type { Queryable } from '../../db/connect.ts';
import { contextKeys } from '../../db/context-keys.ts';
import type { JsonObject } from '../../engine/json.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { getEnvironmentForUpdate } from '../environments/environment-row.ts';
import { invalidInput } from '../errors.ts';
import { exactlyOne } from '../exactly-one.ts';
import { mutate } from '../mutate.ts';
import { parseInput } from '../parse-input.ts';
import { contextKeyResource } from './context-key-resource.ts';
import { readPublicJwk } from './read-public-jwk.ts';

/** All of them travel in every snapshot. */
const mostKeys = 20;

/**
 * Registers the key that verifies a backend's signed contexts. Where the backend brings none, a pair is
 * made, and this answer alone holds its private half.
 */
export async function createContextKey({
  ctx,
  input,
}: VerbCall<CreateContextKeyInput>): Promise<NewContextKeyResource> {
  authorise(ctx, 'admin');
  const { environment, name, public_key, algorithm } = parseInput(createContextKeyInput, input);
  const made = public_key ? undefined : await makePair(algorithm ?? 'EdDSA');
  const publicKey = await readPublicJwk(made?.publicJwk ?? public_key ?? {});
  const resource = await mutate(ctx, async ({ tx, audit, touch }) => {
    await getEnvironmentForUpdate(tx, environment);
    await assertRoom(tx, environment);
    const inserting = tx
      .insert(contextKeys)
      .values({ id: newId(), environmentKey: environment, name, publicKey });
    const row = contextKeyResource(exactlyOne(await inserting.returning()));
    audit({
      action: 'context_key.create',
      target: row.id,
      environmentKey: environment,
      after: row,
    });
    touch(environment);
    return row;
  });
  if (!made) return resource;
  const private_key = { ...made.privateJwk, alg: resource.algorithm, kid: resource.id };
  return { ...resource, private_key, private_key_pem: made.pem };
}

async function makePair(algorithm: ContextAlgorithm) {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
  return {
    publicJwk: (await exportJWK(publicKey)) as JsonObject,
    privateJwk: (await exportJWK(privateKey)) as JsonObject,
    pem: await exportPKCS8(privateKey),
  };
}

async function assertRoom(tx: Queryable, environment: string): Promise<void> {
  const [row] = await tx
    .select({ count: count() })
    .from(contextKeys)
    .where(and(eq(contextKeys.environmentKey, environment), isNull(contextKeys.revokedAt)));
  if ((row?.count ?? 0) < mostKeys) return;
  const message = `expected one with less than ${mostKeys} context keys: revoke one that is not used any more`;
  throw invalidInput([{ path: 'environment', message }]);
}
