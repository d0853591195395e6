import type { Given } from '../command.ts';

/** May hold a password: only that it was typed is told, in a way that is refused until it is typed again. */
const secret = new Set(['database-url', 'key']);

/** Options as they were typed, for a command that is to be run with the same ones. */
export function typedAgain(given: Given, names: readonly string[]): readonly string[] {
  return names.flatMap((name) => {
    const value = given[name];
    if (value === undefined) return [];
    if (value === true) return [`--${name}`];
    if (secret.has(name)) return [`--${name} …`];
    return [value].flat().map((each) => `--${name} ${quoted(each)}`);
  });
}

/** As a shell reads it back. */
export const quoted = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
