import { oneOf, type RawSearch, text } from '../../lib/search.ts';

const actions = ['create', 'settings', 'copy', 'import', 'delete'] as const;

/** Which are looked for, and what is being done with which of them, as the address has it. */
export interface EnvironmentSearch {
  readonly action?: (typeof actions)[number] | undefined;
  readonly of?: string | undefined;
  readonly search?: string | undefined;
}

export const environmentSearch = ({ action, of, search }: RawSearch): EnvironmentSearch => ({
  action: oneOf(actions, action),
  of: text(of),
  search: text(search),
});
