import type { KeyResource } from '../../contract/access/api-key.ts';
import type { ControlContext, KeyUse } from '../context.ts';
import { type KeyRow, keyResource } from './key-resource.ts';

/**
 * Keys with their last use: that of an admin key is in its row, that of a client or server key is known
 * to the hub of its environment. A hub that does not answer knows of none.
 */
export async function listWithUses(
  ctx: ControlContext,
  rows: readonly KeyRow[],
): Promise<KeyResource[]> {
  const environments = new Set(rows.flatMap(({ environmentKey }) => environmentKey ?? []));
  const found = await Promise.all([...environments].map((each) => findUses(ctx, each)));
  const uses = new Map(found.flat().map(({ keyId, usedAt }) => [keyId, new Date(usedAt)]));
  return rows.map((row) =>
    keyResource({ ...row, lastUsedAt: row.lastUsedAt ?? uses.get(row.id) ?? null }),
  );
}

const findUses = async (
  { listKeyUses }: ControlContext,
  environment: string,
): Promise<readonly KeyUse[]> => (await listKeyUses?.(environment).catch(() => [])) ?? [];
