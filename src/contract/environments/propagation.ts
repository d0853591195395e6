import * as z from 'zod';
import { environmentKey } from '../fields/identifier.ts';

export const propagationInput = z.strictObject({ environment: environmentKey });
export type PropagationInput = z.input<typeof propagationInput>;

/** How far a version has come. Seconds are from its commit to the first answer with it, or a later one. */
const versionPropagation = z.object({
  version: z.int(),
  committed_at: z.iso.datetime(),
  /** Null until it is published. */
  published_at: z.iso.datetime().nullable(),
  /** Active locations that have answered with it, or with a later one. */
  seen: z.int(),
  /** All active locations. */
  of: z.int(),
  /** Of those that were in use when it was committed; null where there is none that has seen it. */
  p50_seconds: z.number().nullable(),
  p95_seconds: z.number().nullable(),
});
export type VersionPropagation = z.output<typeof versionPropagation>;

const activeLocation = z.object({
  /** The code of Cloudflare's data centre. */
  location: z.string(),
  last_served_at: z.iso.datetime(),
  /** The newest that it has answered with; null where that is not known any more. */
  version: z.int().nullable(),
  first_served_at: z.iso.datetime().nullable(),
  /** From the commit of that version, where it is known. */
  seconds: z.number().nullable(),
});
export type ActiveLocation = z.output<typeof activeLocation>;

export const propagation = versionPropagation
  .extend({
    environment: z.string(),
    /** A location that has answered within so many minutes is active. */
    active_within_minutes: z.int(),
    locations: z.array(activeLocation),
    /** The versions before, the newest first. */
    earlier: z.array(versionPropagation),
  })
  .meta({ id: 'Propagation' });
export type Propagation = z.output<typeof propagation>;
