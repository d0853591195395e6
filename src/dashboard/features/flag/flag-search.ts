import { oneOf, type RawSearch, text } from '../../lib/search.ts';

export const flagTabs = [
  'targeting',
  'overrides',
  'schedule',
  'usage',
  'history',
  'definition',
  'code',
] as const;
export type FlagTab = (typeof flagTabs)[number];

/** Which environment of a flag is looked at, and what of it. */
export interface FlagPageSearch {
  readonly environment?: string | undefined;
  readonly tab?: FlagTab | undefined;
  /** Whose overrides are looked for. */
  readonly search?: string | undefined;
}

export const flagPageSearch = (raw: RawSearch): FlagPageSearch => ({
  environment: text(raw.environment),
  tab: oneOf(flagTabs, raw.tab),
  search: text(raw.search),
});
