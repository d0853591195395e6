import * as z from 'zod';
import { flagStatuses, flagWithStatesResource } from './flag.ts';
import { flagTag } from './flag-selection.ts';
import { flagKey } from './identifier.ts';

const isTrue = z.enum(['true', 'false']).transform((text) => text === 'true');

/** As an address has it: flags that meet everything that is given, by key. */
export const listFlagsInput = z.strictObject({
  tag: flagTag.optional(),
  module: flagKey.optional(),
  owner: z.string().min(1).max(200).optional(),
  critical: isTrue.optional(),
  status: z.enum([...flagStatuses, 'all']).default('active'),
  /** In key, name, description, owner and tags, whatever the case. */
  search: z.string().min(1).max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  /** `next_cursor` of the page before. */
  cursor: flagKey.optional(),
});

export const flagPage = z.object({
  flags: z.array(flagWithStatesResource),
  /** How many meet the filter, on all pages together. */
  total: z.int(),
  next_cursor: z.string().nullable(),
});

export type FlagPage = z.output<typeof flagPage>;
export type ListFlagsInput = z.input<typeof listFlagsInput>;
