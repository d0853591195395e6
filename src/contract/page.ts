import * as z from 'zod';

/** Of a list that can grow long: as many as fit, then on from where the last answer ended. */
export const pageInput = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(100).optional(),
});

export type PageInput = z.input<typeof pageInput>;

interface Page<Row> {
  readonly rows: readonly Row[];
  /** The last id; null when there is nothing after it. */
  readonly nextCursor: string | null;
}

/** Of rows of which one more was asked for than a page holds. */
export function cutPage<Row extends { readonly id: string }>(
  rows: readonly Row[],
  limit: number,
): Page<Row> {
  const page = rows.slice(0, limit);
  return { rows: page, nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
}
