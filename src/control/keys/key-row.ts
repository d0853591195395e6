import { eq } from 'drizzle-orm';
import { apiKeys } from '../../db/api-keys.ts';
import type { Queryable } from '../../db/connect.ts';
import { notFound } from '../errors.ts';
import { type KeyRow, keyColumns } from './key-resource.ts';

/** Held to the end of the transaction. Throws `not_found`. */
export async function getKeyForUpdate(tx: Queryable, id: string): Promise<KeyRow> {
  const [row] = await tx.select(keyColumns).from(apiKeys).where(eq(apiKeys.id, id)).for('update');
  if (!row) throw notFound(`key "${id}"`);
  return row;
}
