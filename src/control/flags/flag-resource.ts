import type { FlagResource, FlagWithStatesResource } from '../../contract/flags/flag.ts';
import { flagStateResource } from '../flag-states/flag-state-resource.ts';
import type { FlagStateRow } from '../flag-states/flag-state-row.ts';
import type { FlagRow } from './flag-row.ts';

/** A flag as `/admin` shows it: its definition, the same in every environment. */
export const flagResource = (row: FlagRow): FlagResource => ({
  key: row.key,
  module: moduleOf(row.key),
  name: row.name,
  description: row.description,
  kind: row.kind,
  variants: row.variants,
  off_variant: row.offVariant,
  json_schema: row.jsonSchema,
  tags: row.tags,
  owner: row.owner,
  critical: row.critical,
  client_visible: row.clientVisible,
  permanent: row.permanent,
  stale_thresholds: row.staleThresholds,
  status: row.status,
  revision: row.revision,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
});

/** The same with its states, in the order in which they are given. */
export const flagWithStates = (
  flag: FlagRow,
  states: readonly FlagStateRow[],
): FlagWithStatesResource => ({
  ...flagResource(flag),
  environments: states.map(flagStateResource),
});

/** The part of the key before the first dot groups flags; a key without one is a module itself. */
const moduleOf = (key: string): string => key.split('.', 1)[0] ?? key;
