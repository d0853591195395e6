import { eq } from 'drizzle-orm';
import type { SegmentResource } from '../../contract/flags/segment.ts';
import type { Queryable } from '../../db/connect.ts';
import { segments } from '../../db/segments.ts';

export type SegmentRow = typeof segments.$inferSelect;

/** The segment's row, locked until the transaction ends. */
export async function findSegmentForUpdate(
  tx: Queryable,
  key: string,
): Promise<SegmentRow | undefined> {
  const [row] = await tx.select().from(segments).where(eq(segments.key, key)).for('update');
  return row;
}

/** A segment as `/admin` shows it. */
export const segmentResource = (row: SegmentRow): SegmentResource => ({
  key: row.key,
  name: row.name,
  description: row.description,
  when: row.conditions,
  revision: row.revision,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
});
