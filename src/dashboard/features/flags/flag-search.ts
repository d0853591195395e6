import { oneOf, type RawSearch, text, yes } from '../../lib/search.ts';

export const kinds = ['boolean', 'string', 'number', 'json'] as const;
export const statuses = ['active', 'archived', 'all'] as const;

/** What the list of flags shows, as its address has it. */
export interface FlagSearch {
  readonly search?: string | undefined;
  readonly tag?: string | undefined;
  readonly owner?: string | undefined;
  readonly kind?: (typeof kinds)[number] | undefined;
  readonly status?: (typeof statuses)[number] | undefined;
  readonly critical?: true | undefined;
  readonly stale?: true | undefined;
  /** The environments that have a column, where somebody chose: their keys, by commas. */
  readonly columns?: string | undefined;
}

export const flagSearch = (raw: RawSearch): FlagSearch => ({
  search: text(raw.search),
  tag: text(raw.tag),
  owner: text(raw.owner),
  kind: oneOf(kinds, raw.kind),
  status: oneOf(statuses, raw.status),
  critical: yes(raw.critical),
  stale: yes(raw.stale),
  columns: text(raw.columns),
});
