import * as z from 'zod';
import { json, jsonObject } from '../fields/json.ts';
import type { Feature, Features } from './feature.ts';

/** What an evaluation answers, for descriptions alone: the edge that makes it knows no zod. */
export const feature: z.ZodType<Feature> = z
  .object({
    flag_key: z.string(),
    name: z.string(),
    is_enabled: z.boolean(),
    rollout_percentage: z.number(),
    value: json,
    variant: z.string().nullable(),
    reason: z.enum(['STATIC', 'TARGETING_MATCH', 'SPLIT', 'DISABLED', 'DEFAULT', 'ERROR']),
    error_code: z
      .enum(['FLAG_NOT_FOUND', 'PARSE_ERROR', 'TARGETING_KEY_MISSING', 'PROVIDER_NOT_READY'])
      .exactOptional(),
    version: z.int(),
  })
  .meta({ id: 'Feature' });

export const features: z.ZodType<Features> = z.object({
  environment: z.string(),
  version: z.int(),
  features: z.array(feature),
});

/** As OFREP has it. */
export const ofrepRequest = z.object({ context: jsonObject });

/** A success, or of many flags the error of one. */
export const ofrepFlag = z
  .object({
    key: z.string(),
    value: json.optional(),
    variant: z.string().optional(),
    reason: z.string().optional(),
    errorCode: z.string().optional(),
    errorDetails: z.string().optional(),
    metadata: jsonObject.optional(),
  })
  .meta({ id: 'OfrepFlag' });

export const ofrepFlags = z.object({
  flags: z.array(ofrepFlag),
  metadata: jsonObject.optional(),
  eventStreams: z.array(jsonObject).optional(),
});

export const ofrepError = z
  .object({
    key: z.string().optional(),
    errorCode: z.string(),
    errorDetails: z.string(),
  })
  .meta({ id: 'OfrepError' });
