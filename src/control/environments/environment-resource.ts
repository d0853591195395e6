import type { EnvironmentResource } from '../../contract/environments/environment.ts';
import type { environments } from '../../db/environments.ts';

export type EnvironmentRow = typeof environments.$inferSelect;

/** An environment as `/admin` shows it. */
export const environmentResource = (row: EnvironmentRow): EnvironmentResource => ({
  key: row.key,
  name: row.name,
  version: row.version,
  pinned_to: row.pinnedVersion,
  requires_signed_context: row.requiresSignedContext,
  revision: row.revision,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
});
