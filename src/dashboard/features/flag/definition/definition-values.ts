import type { Versioned } from '../../../lib/draft.ts';
import type { FlagDetail } from '../flag-query.ts';

const names = [
  'name',
  'description',
  'variants',
  'off_variant',
  'json_schema',
  'tags',
  'owner',
  'critical',
  'client_visible',
  'permanent',
] as const satisfies (keyof FlagDetail)[];

/** What a flag is, in every environment. */
export type DefinitionValues = Pick<FlagDetail, (typeof names)[number]>;

export const definitionValues = (flag: FlagDetail): Versioned<DefinitionValues> => ({
  revision: flag.revision,
  values: Object.fromEntries(
    names.map((name) => [name, flag[name]]),
  ) as unknown as DefinitionValues,
});

export const definitionLabels: Readonly<Record<keyof DefinitionValues, string>> = {
  name: 'Name',
  description: 'Description',
  variants: 'Variants',
  off_variant: 'Off variant',
  json_schema: 'JSON Schema',
  tags: 'Tags',
  owner: 'Owner',
  critical: 'Critical',
  client_visible: 'Who may ask',
  permanent: 'Permanent',
};
