import type { Queryable } from '../../db/connect.ts';
import { compileFlag } from '../../snapshot/compile-flag.ts';
import { type FlagSource, listSourcesOfFlag } from '../../snapshot/source.ts';
import { invalidInput } from '../errors.ts';
import { pathText } from '../parse-input.ts';

/**
 * Throws `invalid_input` if what the transaction has made of the flag would be published broken in
 * any environment. Returns the environments it is in. Asks the compiler itself, so that what is
 * accepted here and what the edge can serve are the same.
 */
export async function assertServable(tx: Queryable, flagKey: string): Promise<string[]> {
  const sources = await listSourcesOfFlag(tx, flagKey);
  const problems = sources.flatMap((source) =>
    compileFlag(source).problems.map(({ path, message }) => ({
      path: pathText(path),
      message: `${message} (in ${source.state.environmentKey})`,
    })),
  );
  if (problems.length > 0) throw invalidInput(problems);
  return sources.map(environmentOf);
}

/** Where a flag has a state. */
export const environmentsOf = async (tx: Queryable, flagKey: string): Promise<string[]> =>
  (await listSourcesOfFlag(tx, flagKey)).map(environmentOf);

const environmentOf = ({ state }: FlagSource): string => state.environmentKey;
