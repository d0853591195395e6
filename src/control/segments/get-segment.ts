import { eq } from 'drizzle-orm';
import { segments } from '../../db/segments.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { notFound } from '../errors.ts';
import { segmentResource } from './segment-row.ts';

/** One segment. Throws `not_found`. */
export async function getSegment({ ctx, input }: VerbCall<{ key: string }>) {
  authorise(ctx, 'viewer');
  const [row] = await ctx.database.reads.select().from(segments).where(eq(segments.key, input.key));
  if (!row) throw notFound(`segment "${input.key}"`);
  return segmentResource(row);
}
