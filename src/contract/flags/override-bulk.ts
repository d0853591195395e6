import * as z from 'zod';
import { environmentKey, flagKey, subject } from '../fields/identifier.ts';
import { instant, utcInstant } from '../fields/instant.ts';
import { pageCursor, pageLimit } from '../fields/page.ts';
import { queryBoolean } from '../fields/query-boolean.ts';
import { overrideScope, overrideTarget, putOverrideInput } from './override.ts';

/** One row of a file: the columns of CSV, or the properties of an object of JSON. */
export const overrideEntry = z.strictObject({
  flag: flagKey,
  ...overrideTarget.shape,
  ...putOverrideInput.shape,
});

export const overrideColumns = overrideEntry.keyof().options;
export const requiredColumns = ['flag', 'scope', 'subject', 'variant'] as const;

export type OverrideEntry = z.output<typeof overrideEntry>;

export const importOverridesQuery = z.strictObject({
  /** `replace`: what is not in the file goes away, of the flag that is named or of all. */
  mode: z.enum(['merge', 'replace']).default('merge'),
  flag: flagKey.optional(),
  /** Judges and counts, and changes nothing. */
  dry_run: queryBoolean.prefault('false'),
});

export const removeOverridesQuery = importOverridesQuery.pick({ dry_run: true });

/** All of some subjects, or all that have expired; of one flag, if it is named. */
export const removeOverridesInput = z.union(
  [
    z.strictObject({
      flag: flagKey.optional(),
      subjects: z.array(overrideTarget).min(1).max(1_000),
    }),
    z.strictObject({ flag: flagKey.optional(), expired: z.literal(true) }),
  ],
  'expected subjects, or "expired": true',
);

const chosen = {
  flag: flagKey.optional(),
  scope: overrideScope.optional(),
  subject: subject.optional(),
};

export const searchOverridesInput = z.strictObject({
  ...chosen,
  expired: queryBoolean.optional(),
  expires_before: instant.optional(),
  /** A part of the subject, whatever the case. */
  search: z.string().min(1).max(512).optional(),
  limit: pageLimit(1_000),
  cursor: pageCursor(z.tuple([flagKey, overrideScope, subject])).optional(),
});

/** Those of one flag. */
export const listOverridesInput = searchOverridesInput.pick({
  search: true,
  limit: true,
  cursor: true,
});

/** What has expired is left out unless it is asked for. */
export const exportOverridesInput = z.strictObject({
  ...chosen,
  expired: queryBoolean.prefault('false'),
  format: z.enum(['csv', 'json']).default('json'),
});

export const overrideResource = z
  .object({
    flag: flagKey,
    environment: environmentKey,
    ...overrideTarget.shape,
    ...putOverrideInput.shape,
    revision: z.int(),
    updated_at: utcInstant,
  })
  .meta({ id: 'Override' });

export const overridePage = z.object({
  overrides: z.array(overrideResource),
  next_cursor: z.string().nullable(),
});

export const overridesChanged = z.object({
  environment: environmentKey,
  dry_run: z.boolean(),
  added: z.int(),
  changed: z.int(),
  removed: z.int(),
  unchanged: z.int(),
  /** Of the environment afterwards: the ETag that another change of many has to name. */
  version: z.int(),
});

export type ListOverridesInput = z.input<typeof listOverridesInput>;
export type SearchOverridesInput = z.input<typeof searchOverridesInput>;
export type ExportOverridesInput = z.input<typeof exportOverridesInput>;
export type ImportOverridesQuery = z.input<typeof importOverridesQuery>;
export type RemoveOverridesQuery = z.input<typeof removeOverridesQuery>;
export type RemoveOverridesInput = z.input<typeof removeOverridesInput>;
export type OverridesChanged = z.output<typeof overridesChanged>;
export type OverridePage = z.output<typeof overridePage>;
