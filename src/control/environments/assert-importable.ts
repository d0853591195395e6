import type { EnvironmentDocument } from '../../contract/environments/environment-document.ts';
import type { Problem } from '../../contract/errors/problem.ts';
import { ControlError, invalidInput } from '../errors.ts';
import { assertValues } from '../flags/assert-values.ts';
import type { FlagImport, ImportPlan } from './plan-import.ts';

/** Throws for what a document cannot change of a flag, whatever else it says. */
export function assertImportable(plan: ImportPlan, { flags }: EnvironmentDocument): void {
  const places = new Map(flags.map(({ key }, index) => [key, `flags[${index}]`]));
  const changed = plan.flags.filter(({ definition }) => definition.length > 0);
  const problems = changed.flatMap((each) =>
    findProblems(each).map(({ path, message }) => ({
      path: `${places.get(each.after.key)}.${path}`,
      message,
    })),
  );
  if (problems.length > 0) throw invalidInput(problems);
}

function findProblems({ before, after }: FlagImport): readonly Problem[] {
  if (before && before.kind !== after.kind) {
    const message = `flag ${after.key} is of kind ${before.kind} here, and stays so`;
    return [{ path: 'kind', message }];
  }
  if (before?.permanent && before.status === 'active' && after.status === 'archived') {
    return [
      { path: 'status', message: `flag ${after.key} is permanent here, and is not archived` },
    ];
  }
  return findValueProblems(after);
}

function findValueProblems(flag: FlagImport['after']): readonly Problem[] {
  try {
    assertValues({ kind: flag.kind, jsonSchema: flag.json_schema, variants: flag.variants });
    return [];
  } catch (error) {
    if (error instanceof ControlError) return error.problems;
    throw error;
  }
}
