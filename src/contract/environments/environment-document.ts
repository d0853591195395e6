import * as z from 'zod';
import {
  displayName,
  environmentKey,
  flagKey,
  segmentKey,
  subject,
  variantName,
} from '../fields/identifier.ts';
import { instant } from '../fields/instant.ts';
import { planned, planResource } from '../fields/plan.ts';
import { queryBoolean } from '../fields/query-boolean.ts';
import { condition } from '../flags/condition.ts';
import { definition, flagKind, flagStatuses } from '../flags/flag.ts';
import { flagState } from '../flags/flag-state.ts';
import { overrideScope } from '../flags/override.ts';

export const documentFormat = 'burgee.environment/1';

const days = z.int().min(1);

const documentOverride = z.strictObject({
  scope: overrideScope,
  subject,
  variant: variantName,
  reason: z.string().max(500).nullable(),
  /** May lie in the past. */
  expires_at: instant.nullable(),
});

const differing = <Each>(what: string, identify: (each: Each) => string) =>
  [
    (all: readonly Each[]) => new Set(all.map(identify)).size === all.length,
    `expected ${what} that differ`,
  ] as const;

const documentFlag = z.strictObject({
  key: flagKey,
  kind: flagKind,
  status: z.enum(flagStatuses),
  ...definition,
  stale_thresholds: z
    .strictObject({ unused_days: days, rolled_out_days: days, lifetime_days: days })
    .partial()
    .nullable(),
  /** Null where the flag is not in the environment. */
  state: flagState.nullable(),
  overrides: z
    .array(documentOverride)
    .refine(
      ...differing<{ scope: string; subject: string }>('subjects of a scope', (each) =>
        JSON.stringify([each.scope, each.subject]),
      ),
    ),
});

const documentSegment = z.strictObject({
  key: segmentKey,
  name: displayName,
  description: z.string().max(2000),
  when: condition,
});

const keyOf = ({ key }: { key: string }) => key;

/**
 * A whole environment: every flag with its definition and its state there, and every segment; no keys,
 * and no settings of who may ask. Equal environments give the same document, byte for byte.
 */
export const environmentDocument = z.strictObject({
  format: z.literal(documentFormat),
  /** Where it comes from. */
  environment: z.strictObject({ key: environmentKey, name: displayName }),
  segments: z.array(documentSegment).refine(...differing('keys', keyOf)),
  flags: z.array(documentFlag).refine(...differing('keys', keyOf)),
});

/** `replace` also switches off what the document does not name, and takes away its overrides. */
export const importOptions = z.strictObject({
  mode: z.enum(['merge', 'replace']).default('merge'),
  dry_run: queryBoolean.prefault('false'),
  plan_hash: planned.plan_hash,
});

export const importResource = planResource.extend({ mode: z.enum(['merge', 'replace']) });

export type EnvironmentDocument = z.output<typeof environmentDocument>;
export type DocumentFlag = EnvironmentDocument['flags'][number];
export type DocumentSegment = EnvironmentDocument['segments'][number];
export type DocumentOverride = DocumentFlag['overrides'][number];
export type ImportOptions = z.input<typeof importOptions>;
export type ImportResource = z.output<typeof importResource>;
