import type { SnapshotResource } from '../../contract/environments/environment-snapshot.ts';
import { compileNewest } from '../../snapshot/publish/compile-newest.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { notFound } from '../errors.ts';

/** The newest committed state as the edge evaluates it: no key is in it, and nothing by which one is checked. */
export async function getSnapshot({
  ctx,
  input,
}: VerbCall<{ environment: string }>): Promise<SnapshotResource> {
  authorise(ctx, 'viewer');
  const compiled = await compileNewest(ctx.database, input.environment);
  if (!compiled || compiled.snapshot.withdrawn)
    throw notFound(`environment "${input.environment}"`);
  const { environment, version, pinnedTo, flags, segments } = compiled.snapshot;
  return { environment, version, pinned_to: pinnedTo ?? null, flags, segments };
}
