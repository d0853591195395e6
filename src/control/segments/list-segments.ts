import { asc } from 'drizzle-orm';
import { segments } from '../../db/segments.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { segmentResource } from './segment-row.ts';

/** Every segment, by key; they are the same in every environment. */
export async function listSegments({ ctx }: VerbCall) {
  authorise(ctx, 'viewer');
  const rows = await ctx.database.reads.select().from(segments).orderBy(asc(segments.key));
  return rows.map(segmentResource);
}
