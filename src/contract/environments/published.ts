import * as z from 'zod';

export const published = z.object({
  environment: z.string(),
  /** Absent when publishing failed: the snapshot before is still the one served. */
  version: z.int().exactOptional(),
  /** What is served instead of the rows, as a person chose it. */
  pinned_to: z.int().exactOptional(),
  /** What is published broken, for a person to put right. */
  problems: z
    .array(
      z.object({
        subject: z.string(),
        path: z.string(),
        message: z.string(),
        count: z.int().exactOptional(),
      }),
    )
    .readonly(),
  /** Why it was not written, with the way out. */
  withheld: z.string().exactOptional(),
});

/** What came of publishing one environment. */
export type PublishOutcome = z.output<typeof published>;
