import type { FlagWithStatesResource } from '../../../contract/flags/flag.ts';
import type { FlagSearch } from './flag-search.ts';

/** Flags that meet all of a search, in their modules, both by name. `stale` are the keys of those that are. */
export function matchFlags(
  flags: readonly FlagWithStatesResource[],
  search: FlagSearch,
  stale: ReadonlySet<string>,
): readonly (readonly [module: string, flags: readonly FlagWithStatesResource[]])[] {
  const words = (search.search ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = flags.filter(
    (flag) =>
      (search.status === 'all' || flag.status === (search.status ?? 'active')) &&
      (search.tag === undefined || flag.tags.includes(search.tag)) &&
      (search.owner === undefined || flag.owner === search.owner) &&
      (search.kind === undefined || flag.kind === search.kind) &&
      (search.critical !== true || flag.critical) &&
      (search.stale !== true || stale.has(flag.key)) &&
      words.every((word) => textOf(flag).includes(word)),
  );
  return [...Map.groupBy(wanted, ({ module }) => module)].sort(([one], [other]) =>
    one.localeCompare(other),
  );
}

const textOf = ({ key, name, description, owner, tags }: FlagWithStatesResource): string =>
  [key, name, description, owner ?? '', ...tags].join(' ').toLowerCase();
