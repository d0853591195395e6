import type { PastVersion, VersionHistory } from '../../contract/environments/republish.ts';
import { listHistory } from '../../snapshot/publish/history.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { getEnvironmentRow } from './environment-row.ts';

/** What an environment has served, and can be made to serve again. */
export async function listVersions({
  ctx,
  input,
}: VerbCall<{ environment: string }>): Promise<VersionHistory> {
  authorise(ctx, 'viewer', 'or by secret');
  const { current } = ctx.database;
  const { key, version, pinnedVersion } = await getEnvironmentRow(current, input.environment);
  const history = await listHistory(current, key);
  return { environment: key, version, pinned_to: pinnedVersion, versions: history.map(resource) };
}

type HistoryRow = Awaited<ReturnType<typeof listHistory>>[number];

const resource = ({ actor, action, target, ...row }: HistoryRow): PastVersion => ({
  version: row.version,
  last_version: row.lastVersion,
  published_at: row.publishedAt.toISOString(),
  flags: row.flags,
  segments: row.segments,
  change: actor && action && target ? { actor, action, target } : null,
});
