import * as z from 'zod';
import { utcInstant } from '../fields/instant.ts';
import { percentage } from '../fields/percentage.ts';
import { bucketBy, prerequisite, rules, split } from './rule.ts';

/** What a flag does in one environment. */
export const flagState = z.strictObject({
  is_enabled: z.boolean(),
  is_killed: z.boolean(),
  rollout_percentage: percentage,
  split,
  rules,
  prerequisites: z.array(prerequisite).max(20),
  salt: z.string().min(1).max(200),
  bucket_by: bucketBy,
});

/** Properties that are absent stay as they are. */
export const updateFlagStateInput = flagState
  .partial()
  .refine((input) => Object.keys(input).length > 0, 'expected at least one property to change');

/** The same as `/admin` shows it. */
export const flagStateResource = z
  .object({
    flag: z.string(),
    environment: z.string(),
    ...flagState.shape,
    prerequisites: z.array(prerequisite.extend({ variants: z.array(z.string()).readonly() })),
    revision: z.int(),
    updated_at: utcInstant,
  })
  .meta({ id: 'FlagState' });

export type FlagStateResource = z.output<typeof flagStateResource>;
export type UpdateFlagStateInput = z.input<typeof updateFlagStateInput>;
