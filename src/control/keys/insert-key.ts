import { v7 as newId } from 'uuid';
import type { NewKeyResource } from '../../contract/access/api-key.ts';
import {
  displayPrefix,
  generateKey,
  hashKey,
  type ParsedKey,
} from '../../contract/access/key-format.ts';
import { apiKeys } from '../../db/api-keys.ts';
import { exactlyOne } from '../exactly-one.ts';
import type { UnitOfWork } from '../mutate.ts';
import { type KeyRow, keyColumns, keyResource } from './key-resource.ts';

export type NewKey = Pick<KeyRow, 'kind' | 'name' | 'environmentKey' | 'role' | 'allowedOrigins'>;

/** Makes a key within a change; the answer holds it, for the only time. */
export async function insertKey(
  { tx, audit, touch }: UnitOfWork,
  wanted: NewKey,
): Promise<NewKeyResource> {
  const environment = wanted.environmentKey ?? undefined;
  const key = generateKey(shapeOf(wanted));
  const row = exactlyOne(
    await tx
      .insert(apiKeys)
      .values({ ...wanted, id: newId(), prefix: displayPrefix(key), hash: await hashKey(key) })
      .returning(keyColumns),
  );
  const resource = keyResource(row);
  audit({
    action: 'key.create',
    target: row.id,
    ...(environment === undefined ? {} : { environmentKey: environment }),
    after: resource,
  });
  if (environment !== undefined) touch(environment);
  return { ...resource, key };
}

function shapeOf({ kind, environmentKey }: NewKey): ParsedKey {
  return kind === 'admin' ? { kind } : { kind, environment: environmentKey ?? '' };
}
