import { compileCondition } from './compile-condition.ts';
import { compileFlag } from './compile-flag.ts';
import type { FlagProblem } from './flag-problems.ts';
import { currentFormat, type PublishedKey, type PublishedSnapshot } from './format.ts';
import type { EnvironmentSource } from './source.ts';

export interface Compiled {
  readonly snapshot: PublishedSnapshot;
  /** Flags that are published broken, each with what a person has to mend. */
  readonly problems: readonly (FlagProblem & { readonly flag: string })[];
}

/** From an environment's rows to its snapshot: pure, and the same rows make the same bytes. */
export function compile(source: EnvironmentSource): Compiled {
  const flags = source.flags.map(compileFlag);
  return {
    snapshot: {
      format: currentFormat,
      environment: source.environment.key,
      version: source.environment.version,
      flags: flags.map(({ flag }) => flag),
      segments: source.segments.map(({ key, conditions }) => ({
        key,
        when: compileCondition(conditions),
      })),
      keys: source.keys.flatMap(compileKey),
    },
    problems: flags.flatMap(({ flag, problems }) =>
      problems.map((problem) => ({ flag: flag.key, ...problem })),
    ),
  };
}

/** Admin keys stay in the database: no answer of the edge depends on them. */
function compileKey({ id, kind, hash, allowedOrigins }: EnvironmentSource['keys'][number]) {
  if (kind === 'admin') return [];
  return [{ id, kind, hash, allowedOrigins } satisfies PublishedKey];
}
