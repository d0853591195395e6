import { z } from 'zod';
import type { Json } from '../engine/json.ts';

/** Any JSON value, typed as the engine reads it. */
export const json: z.ZodType<Json, Json> = z.json();
