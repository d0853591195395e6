import { z } from 'zod';
import { jsonObject } from './json.ts';
import { contextLimits, findExcess } from './limits.ts';

export const explainInput = z.strictObject({
  /** As the edge would get it: `user_id`, `organisation_id`, any attribute. */
  context: jsonObject
    .refine((context) => !findExcess(context, contextLimits), 'expected a smaller context')
    .default({}),
  /** The instant to evaluate at; now if absent. */
  at: z.iso.datetime({ offset: true }).optional(),
});

export type ExplainInput = z.input<typeof explainInput>;
