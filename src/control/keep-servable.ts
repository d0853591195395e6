import { inArray } from 'drizzle-orm';
import type { Queryable } from '../db/connect.ts';
import { environments } from '../db/environments.ts';
import { compile } from '../snapshot/compile/compile.ts';
import { findEnvironmentRows } from '../snapshot/compile/environment-rows.ts';
import type { SnapshotProblem } from '../snapshot/compile/find-problems.ts';
import { invalidInput } from './errors.ts';

/**
 * Makes a change, and throws `invalid_input` if it breaks a flag in one of these environments: the
 * changed one, or one that refers to it. Asks the compiler, so that what is accepted here and what the
 * edge serves are the same. What was broken before is no obstacle unless it gets worse. An environment
 * takes one such change at a time, as two together could close a cycle that neither sees.
 */
export async function keepServable<T>(
  tx: Queryable,
  environmentKeys: readonly string[],
  apply: () => Promise<T>,
): Promise<T> {
  await lockEnvironments(tx, environmentKeys);
  const before = new Map(
    (await listProblems(tx, environmentKeys)).map((problem) => [identify(problem), problem]),
  );
  const done = await apply();
  const after = await listProblems(tx, environmentKeys);
  const caused = after.filter((problem) => isWorse(problem, before.get(identify(problem))));
  if (caused.length > 0) throw invalidInput(caused.map(toProblem));
  return done;
}

/** In the order of their keys, as `mutate` raises their versions: no two deadlock. */
const lockEnvironments = (tx: Queryable, keys: readonly string[]) =>
  tx
    .select({ key: environments.key })
    .from(environments)
    .where(inArray(environments.key, [...keys]))
    .orderBy(environments.key)
    .for('no key update');

interface EnvironmentProblem extends SnapshotProblem {
  readonly environment: string;
}

async function listProblems(tx: Queryable, environmentKeys: readonly string[]) {
  const problems: EnvironmentProblem[] = [];
  for (const environment of environmentKeys) {
    const source = await findEnvironmentRows(tx, environment);
    if (!source) continue;
    for (const problem of compile(source).problems) problems.push({ ...problem, environment });
  }
  return problems;
}

/** A cycle counts as the same problem, whichever of its paths the message names. */
const identify = ({ environment, subject, path, message }: EnvironmentProblem): string =>
  JSON.stringify([environment, subject, path, message.replace(/ \([^)]* → [^)]*\)/, '')]);

const isWorse = (after: EnvironmentProblem, before: EnvironmentProblem | undefined): boolean =>
  before === undefined || (after.count ?? 0) > (before.count ?? 0);

const toProblem = ({ environment, subject, path, message, count }: EnvironmentProblem) => ({
  path,
  message: `${message}${count === undefined ? '' : `, not ${count}`} (${subject} in ${environment})`,
});
