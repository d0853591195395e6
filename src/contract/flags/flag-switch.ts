import * as z from 'zod';
import { planned } from '../fields/plan.ts';
import { flagSelection, isSelective, selectionExpected } from './flag-selection.ts';

const reason = z
  .string('expected a text: why, for the audit log')
  .trim()
  .min(1, 'expected a reason, for the audit log')
  .max(500);

export const switchFlagsInput = z
  .strictObject({ ...flagSelection, ...planned, is_enabled: z.boolean() })
  .refine(isSelective, selectionExpected);

/** Whoever stops flags has no time to look first, so nothing but the reason is asked for. */
export const stopFlagsInput = z
  .strictObject({ ...flagSelection, dry_run: planned.dry_run, reason })
  .refine(isSelective, selectionExpected);

export const resumeFlagsInput = z
  .strictObject({ ...flagSelection, ...planned, reason })
  .refine(isSelective, selectionExpected);

/** Of one flag. */
export const stopFlagInput = z.strictObject({ reason });

export type SwitchFlagsInput = z.input<typeof switchFlagsInput>;
export type StopFlagsInput = z.input<typeof stopFlagsInput>;
export type ResumeFlagsInput = z.input<typeof resumeFlagsInput>;
export type StopFlagInput = z.input<typeof stopFlagInput>;
