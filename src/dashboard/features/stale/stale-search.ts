import { oneOf, type RawSearch, text } from '../../lib/search.ts';

export const signs = ['unused', 'rolled_out', 'expired'] as const;

/** Which stale flags are shown, as the address has it. */
export const staleSearch = ({ sign, owner }: RawSearch) => ({
  sign: oneOf(signs, sign),
  owner: text(owner),
});
