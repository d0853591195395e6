/** What the address of a page may say, read without trust: whatever is of another kind counts as absent. */
export type RawSearch = Readonly<Record<string, unknown>>;

export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== ''
    ? value
    : typeof value === 'number'
      ? String(value)
      : undefined;

export const yes = (value: unknown): true | undefined => (value === true ? true : undefined);

export const oneOf = <Choice extends string>(
  choices: readonly Choice[],
  value: unknown,
): Choice | undefined => choices.find((choice) => choice === value);

/** Without what is absent, so that an address says no more than it has to. */
export const present = <Search extends object>(search: Search): Present<Search> =>
  Object.fromEntries(
    Object.entries(search).filter(([, value]) => value !== undefined),
  ) as Present<Search>;

type Present<Search> = { [Name in keyof Search]?: Exclude<Search[Name], undefined> };
