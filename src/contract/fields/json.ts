import * as z from 'zod';
import type { Json, JsonObject } from '../../engine/json.ts';

/** Any JSON value, typed as the engine reads it. */
export const json: z.ZodType<Json, Json> = z
  .lazy(() => z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(json), jsonObject]))
  .meta({ id: 'Json' });

export const jsonObject: z.ZodType<JsonObject, JsonObject> = z
  .record(z.string(), json)
  .meta({ id: 'JsonObject' });
