import { Buffer } from 'node:buffer';
import * as z from 'zod';

/** Where the next page of a list begins, as text that means nothing to the caller. */
export const toCursor = (place: unknown): string =>
  Buffer.from(JSON.stringify(place)).toString('base64url');

/** The same, read back; anything but the `next_cursor` of such a list is refused. */
export const pageCursor = <Place extends z.ZodType>(place: Place) =>
  z
    .string()
    .max(4_000)
    .transform((text, problems): z.output<Place> => {
      const parsed = place.safeParse(parseJson(Buffer.from(text, 'base64url').toString()));
      if (parsed.success) return parsed.data;
      problems.addIssue({ code: 'custom', message: 'expected the next_cursor of an earlier page' });
      return z.NEVER;
    });

/** How many entries a page has. */
export const pageLimit = (most: number) =>
  z.coerce.number().int().min(1).max(most).default(Math.min(most, 100));

/** Of a list that can grow long: as many as fit, then on from where the last answer ended. */
export const pageInput = z.strictObject({
  limit: pageLimit(200),
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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
