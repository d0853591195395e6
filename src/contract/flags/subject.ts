import * as z from 'zod';
import { environmentKey, flagKey, subject } from '../fields/identifier.ts';
import { instant } from '../fields/instant.ts';
import { json, jsonObject } from '../fields/json.ts';
import { pageCursor, pageLimit } from '../fields/page.ts';
import { overrideScope } from './override.ts';
import { overrideResource } from './override-bulk.ts';

export const subjectQuestion = z.strictObject({
  environment: environmentKey,
  /** Of a user: the overrides of the organisation apply as well. */
  organisation_id: subject.optional(),
  /** The instant to evaluate at; now if absent. */
  at: instant.optional(),
  limit: pageLimit(100),
  cursor: pageCursor(flagKey).optional(),
});

export const evaluationResource = z.object({
  value: json,
  variant: z.string().nullable(),
  reason: z.string(),
  rule_id: z.string().nullable(),
  error_code: z.string().nullable(),
  version: z.int(),
});

/** A question that was asked on the way, and its answer. */
export const stepResource = z.object({
  subject: z.string(),
  depth: z.int(),
  kind: z.enum(['step', 'condition', 'bucket']),
  path: z.string(),
  asked: z.string(),
  answer: z.union([evaluationResource, z.boolean(), z.number()]).nullable(),
});

export const subjectResource = z.object({
  environment: environmentKey,
  /** Of the snapshot that was asked. */
  version: z.int(),
  pinned_to: z.int().nullable(),
  scope: overrideScope,
  subject,
  /** What the flags were asked with. */
  context: jsonObject,
  flags: z.array(
    z.object({
      flag: flagKey,
      name: z.string(),
      evaluation: evaluationResource,
      steps: z.array(stepResource),
    }),
  ),
  next_cursor: z.string().nullable(),
  /** Overrides in force, of all flags, whichever page this is. */
  overrides: z.array(overrideResource),
  /** Those of them that will expire, the soonest first. */
  expiring: z.array(overrideResource),
  /** Those that have expired. */
  expired: z.array(overrideResource),
});

export type SubjectQuestion = z.input<typeof subjectQuestion>;
export type SubjectResource = z.output<typeof subjectResource>;
