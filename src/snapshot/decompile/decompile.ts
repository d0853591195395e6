import { unknownPrefix } from '../../contract/access/key-format.ts';
import { seedEnvironments } from '../../db/seeds.ts';
import type { EnvironmentRows } from '../compile/environment-rows.ts';
import type { PublishedKey, PublishedSnapshot } from '../format.ts';
import { decompileCondition } from './decompile-condition.ts';
import { decompileFlag } from './decompile-flag.ts';

/**
 * From a snapshot back to rows: the inverse of `compile`, so that compiling them again makes the
 * same snapshot, but for the words in which a broken flag's problem is told. What a snapshot does
 * not hold (what only people need, admin keys, what is archived or revoked) gets a default. Throws
 * where a snapshot is not of its type.
 */
export const decompile = (snapshot: PublishedSnapshot, at: Date): EnvironmentRows => ({
  environment: decompileEnvironment(snapshot, at),
  flags: snapshot.flags.map((flag) =>
    decompileFlag(flag, { environment: snapshot.environment, at }),
  ),
  segments: snapshot.segments.map(({ key, when }) => ({
    key,
    name: key,
    description: '',
    conditions: decompileCondition(when),
    revision: 1,
    createdAt: at,
    updatedAt: at,
  })),
  keys: snapshot.keys.map((key) => decompileKey(key, snapshot.environment, at)),
  contextKeys: (snapshot.contextKeys ?? []).map(({ id, jwk }) => ({
    id,
    environmentKey: snapshot.environment,
    name: 'restored',
    publicKey: jwk,
    revokedAt: null,
    createdAt: at,
  })),
});

function decompileEnvironment(
  { environment, version, requiresSignedContext }: PublishedSnapshot,
  at: Date,
) {
  const name = seedEnvironments.find(({ key }) => key === environment)?.name ?? environment;
  return {
    key: environment,
    name,
    version,
    pinnedVersion: null,
    requiresSignedContext: requiresSignedContext === true,
    revision: 1,
    createdAt: at,
    updatedAt: at,
  };
}

const decompileKey = (
  { id, kind, hash, allowedOrigins, expiresAt }: PublishedKey,
  environmentKey: string,
  at: Date,
): EnvironmentRows['keys'][number] => ({
  id,
  kind,
  name: 'restored',
  environmentKey,
  role: null,
  prefix: unknownPrefix(kind, environmentKey),
  hash,
  allowedOrigins: [...allowedOrigins],
  expiresAt: expiresAt === undefined ? null : new Date(expiresAt),
  replacedBy: null,
  lastUsedAt: null,
  revokedAt: null,
  createdAt: at,
});
