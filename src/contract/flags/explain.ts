import * as z from 'zod';
import type { JsonObject } from '../../engine/json.ts';
import { problem } from '../errors/error-resource.ts';
import { instant } from '../fields/instant.ts';
import { contextLimits, findExcess, type JsonLimits } from '../fields/limits.ts';
import { upcomingChange } from './schedule.ts';
import { evaluationResource, stepResource } from './subject.ts';

/** Of the whole body: a context as the edge takes it, one level down. */
export const explainLimits: JsonLimits = {
  ...contextLimits,
  depth: contextLimits.depth + 1,
  keys: contextLimits.keys + 2,
};

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const explainInput = z.strictObject({
  /** As the edge would get it: `user_id`, `organisation_id`, any attribute, whatever its name. */
  context: z
    .custom<JsonObject>(isObject, 'expected an object')
    .superRefine((context, problems) => {
      const excess = findExcess(context, contextLimits);
      if (excess) problems.addIssue({ code: 'custom', message: excess });
    })
    .default({}),
  /** The instant to evaluate at; now if absent. */
  at: instant.optional(),
});

export const explanation = z.object({
  evaluation: evaluationResource,
  /** What is wrong with the flag, where it is broken. */
  problem: problem.nullable(),
  /** What schedules will make of it. */
  upcoming: z.array(upcomingChange).readonly(),
  steps: z.array(stepResource),
});

export type Explanation = z.output<typeof explanation>;
export type ExplainInput = z.input<typeof explainInput>;
