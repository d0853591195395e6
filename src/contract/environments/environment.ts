import * as z from 'zod';
import { displayName, environmentKey } from '../fields/identifier.ts';
import { utcInstant } from '../fields/instant.ts';
import { planned } from '../fields/plan.ts';
import { flagSelection } from '../flags/flag-selection.ts';

const requiresSignedContext = z.boolean();

export const createEnvironmentInput = z.strictObject({
  key: environmentKey,
  name: displayName.optional(),
  /** The environment whose states it begins with; without one, all but the seeded flags are off. */
  copy_of: environmentKey.optional(),
  requires_signed_context: requiresSignedContext.default(false),
});

export const updateEnvironmentInput = z
  .strictObject({ name: displayName, requires_signed_context: requiresSignedContext })
  .partial()
  .refine((input) => Object.keys(input).length > 0, 'expected at least one property to change');

export const deleteEnvironmentInput = z.strictObject({
  /** Its key once more, typed by a person who means it. */
  confirm: z.string(),
  /** Deletes it even while its keys are in use. */
  force: z.boolean().default(false),
});

export const copyEnvironmentInput = z.strictObject({
  from: environmentKey,
  ...flagSelection,
  ...planned,
});

export const environmentResource = z
  .object({
    key: z.string(),
    name: z.string(),
    version: z.int(),
    /** The version whose flags are served; null while those of the rows are. */
    pinned_to: z.int().nullable(),
    /** Client keys are then answered only with a context that a backend signed. */
    requires_signed_context: z.boolean(),
    /** Of name and settings; what the environment serves has the version. */
    revision: z.int(),
    created_at: utcInstant,
    /** When what it serves last changed. */
    updated_at: utcInstant,
  })
  .meta({ id: 'Environment' });

export type CreateEnvironmentInput = z.input<typeof createEnvironmentInput>;
export type UpdateEnvironmentInput = z.input<typeof updateEnvironmentInput>;
export type DeleteEnvironmentInput = z.input<typeof deleteEnvironmentInput>;
export type CopyEnvironmentInput = z.input<typeof copyEnvironmentInput>;
export type EnvironmentResource = z.output<typeof environmentResource>;
