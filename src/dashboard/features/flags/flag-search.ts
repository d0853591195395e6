import { oneOf, present, type RawSearch, text, yes } from '../../lib/search.ts';

export const kinds = ['boolean', 'string', 'number', 'json'] as const;
export const statuses = ['active', 'archived', 'all'] as const;

/** What the list of flags shows, as its address has it. */
export interface FlagSearch {
  readonly search?: string;
  readonly tag?: string;
  readonly owner?: string;
  readonly kind?: (typeof kinds)[number];
  readonly status?: (typeof statuses)[number];
  readonly critical?: true;
  readonly stale?: true;
}

export const flagSearch = (raw: RawSearch): FlagSearch =>
  present({
    search: text(raw.search),
    tag: text(raw.tag),
    owner: text(raw.owner),
    kind: oneOf(kinds, raw.kind),
    status: oneOf(statuses, raw.status),
    critical: yes(raw.critical),
    stale: yes(raw.stale),
  });
