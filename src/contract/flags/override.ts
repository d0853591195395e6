import * as z from 'zod';
import type { Override } from '../../engine/snapshot.ts';
import { subject, variantName } from '../fields/identifier.ts';
import { instant } from '../fields/instant.ts';

export const overrideScopes = ['user', 'organisation'] as const satisfies Override['scope'][];
export const overrideScope = z.enum(overrideScopes);

export const overrideTarget = z.strictObject({ scope: overrideScope, subject });

export const putOverrideInput = z.strictObject({
  variant: variantName,
  reason: z.string().max(500).nullable().default(null),
  /** The first instant at which it no longer counts. */
  expires_at: instant.nullable().default(null),
});

export type OverrideTarget = z.output<typeof overrideTarget>;
export type PutOverrideInput = z.input<typeof putOverrideInput>;
