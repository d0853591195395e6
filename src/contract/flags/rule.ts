import * as z from 'zod';
import { flagKey, variantName } from '../fields/identifier.ts';
import { instant } from '../fields/instant.ts';
import { fullMillipercent, percentage } from '../fields/percentage.ts';
import { condition } from './condition.ts';

/** Which variants are served, and how often; weights count thousandths of a percent. */
export const split = z
  .array(z.strictObject({ variant: variantName, weight: z.int().min(0).max(fullMillipercent) }))
  .min(1)
  .max(100)
  .refine(
    (shares) => shares.reduce((sum, share) => sum + share.weight, 0) === fullMillipercent,
    `expected weights that sum to ${fullMillipercent} (thousandths of a percent)`,
  );

export const prerequisite = z.strictObject({
  flag: flagKey,
  variants: z.array(variantName).min(1).max(100),
});

export const bucketBy = z.string().min(1).max(200);

/** A rule as people write it; the first whose condition is true and whose window is open decides. */
export const rule = z
  .strictObject({
    id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/),
    description: z.string().max(500).optional(),
    when: condition,
    rollout_percentage: percentage.default(100),
    split,
    bucket_by: bucketBy.optional(),
    from: instant.optional(),
    until: instant.optional(),
  })
  .refine(({ from, until }) => !from || !until || Date.parse(from) < Date.parse(until), {
    path: ['until'],
    message: 'expected an instant after from',
  });

export const rules = z
  .array(rule)
  .max(100)
  .refine(
    (all) => new Set(all.map(({ id }) => id)).size === all.length,
    'expected rules whose ids differ',
  );

export type AuthoredRule = z.output<typeof rule>;
