import { oneOf, type RawSearch, text, yes } from '../../lib/search.ts';

/** What the page of keys shows, as its address has it. */
export interface KeySearch {
  readonly tab?: 'signing' | undefined;
  readonly environment?: string | undefined;
  /** Whether revoked and expired ones are shown as well. */
  readonly ended?: true | undefined;
  readonly search?: string | undefined;
}

export const keySearch = (raw: RawSearch): KeySearch => ({
  tab: oneOf(['signing'], raw.tab),
  environment: text(raw.environment),
  ended: yes(raw.ended),
  search: text(raw.search),
});
