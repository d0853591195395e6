import * as z from 'zod';
import { utcInstant } from '../fields/instant.ts';

const days = z.int().min(1).max(3_650);

/** After how many days a flag counts as stale, by each of the signs. */
export const staleThresholds = z.strictObject({
  /** Not evaluated for so long. */
  unused_days: days,
  /** One variant for everybody, unchanged, for so long. */
  rolled_out_days: days,
  /** Older than a flag is expected to become. */
  lifetime_days: days,
});
export type StaleThresholds = z.output<typeof staleThresholds>;

/** Of one flag, where they differ from those of the project. */
export const ownStaleThresholds = z.strictObject({
  unused_days: days.exactOptional(),
  rolled_out_days: days.exactOptional(),
  lifetime_days: days.exactOptional(),
});

export const staleThresholdsResource = staleThresholds.extend({
  /** 0 while nobody has changed the defaults. */
  revision: z.int(),
});
export type StaleThresholdsResource = z.output<typeof staleThresholdsResource>;

const staleSign = z.object({
  kind: z.enum(['unused', 'rolled_out', 'expired']),
  /** Since when it has been so. */
  since: utcInstant,
  threshold_days: z.int(),
  message: z.string(),
});
export type StaleSign = z.output<typeof staleSign>;

export const staleFlag = z.object({
  flag: z.string(),
  name: z.string(),
  owner: z.string().nullable(),
  tags: z.array(z.string()),
  created_at: utcInstant,
  /** Null when no evaluation was ever counted. */
  last_evaluated_at: utcInstant.nullable(),
  signs: z.array(staleSign).min(1),
});
export type StaleFlag = z.output<typeof staleFlag>;
