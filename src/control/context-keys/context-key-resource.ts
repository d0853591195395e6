import type {
  ContextAlgorithm,
  ContextKeyResource,
} from '../../contract/environments/context-key.ts';
import type { contextKeys } from '../../db/context-keys.ts';

/** `readPublicJwk` judged what is stored, and gave every JWK one of our algorithms. */
export const contextKeyResource = (row: typeof contextKeys.$inferSelect): ContextKeyResource => ({
  id: row.id,
  environment: row.environmentKey,
  name: row.name,
  algorithm: row.publicKey.alg as ContextAlgorithm,
  public_key: row.publicKey,
  created_at: row.createdAt.toISOString(),
  revoked_at: row.revokedAt?.toISOString() ?? null,
});
