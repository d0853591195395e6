import * as z from 'zod';
import type { FlagKind } from '../../engine/snapshot.ts';
import { displayName, flagKey, variantName } from '../fields/identifier.ts';
import { utcInstant } from '../fields/instant.ts';
import { json, jsonObject } from '../fields/json.ts';
import { flagStateResource } from './flag-state.ts';
import { ownStaleThresholds } from './staleness.ts';

export const flagKinds = ['boolean', 'string', 'number', 'json'] as const satisfies FlagKind[];
export const flagStatuses = ['active', 'archived'] as const;
export const flagKind = z.enum(flagKinds);

export const variant = z.strictObject({ name: variantName, value: json });

export const definition = {
  name: displayName,
  description: z.string().max(2000),
  variants: z.array(variant).min(1).max(100),
  off_variant: variantName,
  /** JSON Schema (2020-12) that every value of a flag of kind json has to meet. */
  json_schema: jsonObject.nullable(),
  tags: z.array(z.string().min(1).max(50)).max(50),
  owner: z.string().min(1).max(200).nullable(),
  critical: z.boolean(),
  client_visible: z.boolean(),
  permanent: z.boolean(),
  /** Null: those of the project. */
  stale_thresholds: ownStaleThresholds.nullable(),
};

/** What a boolean flag has unless its creator says otherwise. */
export const booleanVariants = [
  { name: 'on', value: true },
  { name: 'off', value: false },
];

/** A boolean flag needs no more than a key: its variants are `on` and `off`. */
export const createFlagInput = z
  .strictObject({
    ...definition,
    key: flagKey,
    kind: flagKind.default('boolean'),
    name: displayName.optional(),
    description: definition.description.default(''),
    variants: definition.variants.optional(),
    off_variant: variantName.optional(),
    json_schema: definition.json_schema.default(null),
    tags: definition.tags.default([]),
    owner: definition.owner.default(null),
    critical: z.boolean().default(false),
    client_visible: z.boolean().default(false),
    permanent: z.boolean().default(false),
    stale_thresholds: definition.stale_thresholds.default(null),
  })
  .transform((input, problems) => {
    const variants = input.variants ?? (input.kind === 'boolean' ? booleanVariants : undefined);
    if (variants) {
      const name = input.name ?? input.key;
      const off = input.off_variant ?? (input.kind === 'boolean' ? 'off' : undefined);
      if (off) return { ...input, name, variants, off_variant: off };
    }
    const path = variants ? 'off_variant' : 'variants';
    problems.addIssue({
      code: 'custom',
      path: [path],
      message: `expected, as a ${input.kind} flag has no default ${path}`,
    });
    return z.NEVER;
  });

export const updateFlagInput = z
  .strictObject(definition)
  .partial()
  .refine((input) => Object.keys(input).length > 0, 'expected at least one property to change');

/** Its definition, the same in every environment. */
export const flagResource = z
  .object({
    key: flagKey,
    /** The part of the key before the first dot groups flags. */
    module: z.string(),
    kind: flagKind,
    ...definition,
    status: z.enum(flagStatuses),
    revision: z.int(),
    created_at: utcInstant,
    updated_at: utcInstant,
  })
  .meta({ id: 'Flag' });

export const flagWithStatesResource = flagResource
  .extend({ environments: z.array(flagStateResource) })
  .meta({ id: 'FlagWithStates' });

export type FlagResource = z.output<typeof flagResource>;
export type FlagWithStatesResource = z.output<typeof flagWithStatesResource>;
export type CreateFlagInput = z.input<typeof createFlagInput>;
export type UpdateFlagInput = z.input<typeof updateFlagInput>;
