import * as z from 'zod';
import { flagKind, variant } from '../../contract/flags/flag.ts';
import { prerequisite, rules, split } from '../../contract/flags/rule.ts';

/** The parts of the rows that Postgres cannot vouch for. */
export const flagDocuments = z.object({
  kind: flagKind,
  variants: z.array(variant),
  split,
  rules,
  prerequisites: z.array(prerequisite),
});

export type FlagDocuments = z.output<typeof flagDocuments>;
