import * as z from 'zod';
import { environmentKey, flagKey } from '../fields/identifier.ts';
import { instant } from '../fields/instant.ts';
import { maxOrganisationCharacters } from '../fields/limits.ts';

const text = z.string().max(maxOrganisationCharacters);

/** By what evaluations are told apart. */
export const usageGroups = ['flag', 'variant', 'reason', 'organisation', 'environment'] as const;
export type UsageGroup = (typeof usageGroups)[number];

/** What narrows down the evaluations that are counted; all of it has to hold. */
export const usageFilter = z.strictObject({
  environment: environmentKey.optional(),
  flag: flagKey.optional(),
  variant: text.optional(),
  reason: text.optional(),
  /** The empty text stands for evaluations without one. */
  organisation: text.optional(),
  /** Seven days before `to` when absent. */
  from: instant.optional(),
  /** Now when absent. */
  to: instant.optional(),
});
export type UsageFilter = z.output<typeof usageFilter>;

export const getUsageInput = usageFilter.extend({
  /** `hour` for up to three days, `day` for more, when absent. */
  interval: z.enum(['hour', 'day']).optional(),
  group_by: z.enum(usageGroups).optional(),
  /** How many groups are told over time; all of them have their total. */
  limit: z.coerce.number().int().min(1).max(50).default(10),
});
export type GetUsageInput = z.input<typeof getUsageInput>;

export type ExportUsageInput = z.input<typeof usageFilter>;

export const usagePoint = z.object({
  /** When the hour or the day begins, in UTC. */
  at: z.string(),
  evaluations: z.number(),
});

export const usageGroup = z.object({
  /** Absent where nothing is grouped. */
  key: z.string().optional(),
  evaluations: z.number(),
  /** Without the intervals in which there were none; absent beyond the limit. */
  points: z.array(usagePoint).optional(),
});

export const usageReport = z
  .object({
    from: z.string(),
    to: z.string(),
    interval: z.enum(['hour', 'day']),
    evaluations: z.number(),
    /** The most first; one of all together where nothing is grouped. */
    groups: z.array(usageGroup),
    /** Whether there are more groups than are told. */
    is_truncated: z.boolean(),
    /** Flags that nobody asked for in that time; only when grouped by flag. */
    silent_flags: z.array(z.string()).optional(),
  })
  .meta({ id: 'UsageReport' });
export type UsageReport = z.output<typeof usageReport>;
