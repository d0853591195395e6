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
  z.coerce.number().pipe(z.int().min(1).max(most)).default(Math.min(most, 100));

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
