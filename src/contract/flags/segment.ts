import * as z from 'zod';
import { displayName, segmentKey } from '../fields/identifier.ts';
import { utcInstant } from '../fields/instant.ts';
import { condition } from './condition.ts';

export const putSegmentInput = z.strictObject({
  name: displayName.optional(),
  description: z.string().max(2000).default(''),
  when: condition,
});

export const segmentResource = z
  .object({
    key: segmentKey,
    name: z.string(),
    description: z.string(),
    when: condition,
    revision: z.int(),
    created_at: utcInstant,
    updated_at: utcInstant,
  })
  .meta({ id: 'Segment' });

export const segmentTarget = z.strictObject({ key: segmentKey });

export type SegmentResource = z.output<typeof segmentResource>;
export type PutSegmentInput = z.input<typeof putSegmentInput>;
