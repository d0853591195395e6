import * as z from 'zod';
import { json } from './json.ts';

/** Input of verbs that can be asked first what they would do: a dry run changes nothing. */
export const planned = {
  dry_run: z.boolean().default(false),
  /** That of the dry run that a person has seen; `*` carries out the plan unseen. */
  plan_hash: z.string().max(100).optional(),
};

const propertyChange = z.object({
  property: z.string(),
  /** Null where there was nothing. */
  from: json,
  /** Null where nothing is left. */
  to: json,
});

const plannedChange = z.object({
  /** What is changed: `flag` or `segment`, and its key. */
  subject: z.enum(['flag', 'segment']),
  key: z.string(),
  is_new: z.boolean(),
  changes: z.array(propertyChange),
});

/** What such a verb answers: the same shape, whether the plan was carried out or not. */
export const planResource = z
  .object({
    environment: z.string(),
    dry_run: z.boolean(),
    plan_hash: z.string(),
    changed: z.array(plannedChange),
  })
  .meta({ id: 'Plan' });

export type PropertyChange = z.output<typeof propertyChange>;
export type PlannedChange = z.output<typeof plannedChange>;
export type PlanResource = z.output<typeof planResource>;
