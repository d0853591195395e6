import * as z from 'zod';
import type { Health } from './health.ts';

export const health: z.ZodType<Health> = z.object({
  status: z.literal('ok'),
  version: z.string(),
  schema_min: z.string(),
  schema_max: z.string(),
  schema_copes_with: z.array(z.string()),
});
