import * as z from 'zod';
import { flagKey } from '../fields/identifier.ts';
import { pageLimit } from '../fields/page.ts';
import { queryBoolean } from '../fields/query-boolean.ts';
import { flagStatuses, flagWithStatesResource } from './flag.ts';
import { flagTag } from './flag-selection.ts';

/** As an address has it: flags that meet everything that is given, by key. */
export const listFlagsInput = z.strictObject({
  tag: flagTag.optional(),
  module: flagKey.optional(),
  owner: z.string().min(1).max(200).optional(),
  critical: queryBoolean.optional(),
  status: z.enum([...flagStatuses, 'all']).default('active'),
  /** In key, name, description, owner and tags, whatever the case. */
  search: z.string().min(1).max(200).optional(),
  limit: pageLimit(500),
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
