import * as z from 'zod';
import type { JsonObject } from '../engine/json.ts';
import { instant } from './instant.ts';
import { contextLimits, findExcess, type JsonLimits } from './limits.ts';

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

export type ExplainInput = z.input<typeof explainInput>;
