import * as z from 'zod';
import { condition } from './condition.ts';
import { displayName, segmentKey } from './identifier.ts';

export const putSegmentInput = z.strictObject({
  name: displayName.optional(),
  description: z.string().max(2000).default(''),
  when: condition,
});

export const segmentTarget = z.strictObject({ key: segmentKey });

export type PutSegmentInput = z.input<typeof putSegmentInput>;
