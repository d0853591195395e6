/**
 * What the address of a page may say, read without trust: whatever is of another kind counts as absent. A
 * page's `validateSearch` names each parameter, as what it does not name is taken as the address has it.
 */
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
