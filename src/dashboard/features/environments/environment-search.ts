import { oneOf, type RawSearch, text } from '../../lib/search.ts';

const actions = ['create', 'settings', 'copy', 'import', 'delete'] as const;

/** What is being done with which environment, as the address has it. */
export interface EnvironmentSearch {
  readonly action?: (typeof actions)[number] | undefined;
  readonly of?: string | undefined;
}

export const environmentSearch = ({ action, of }: RawSearch): EnvironmentSearch => ({
  action: oneOf(actions, action),
  of: text(of),
});
