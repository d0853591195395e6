import { type ExplainInput, type Explanation, explainInput } from '../../contract/flags/explain.ts';
import { evaluateFlag } from '../../engine/evaluate.ts';
import type { Evaluation } from '../../engine/evaluation.ts';
import { explain, type TraceEntry } from '../../engine/explain.ts';
import { prepare } from '../../engine/prepare.ts';
import { reachOf } from '../../engine/reach.ts';
import { authoredPath, authoredProblem } from '../../snapshot/compile/authored-problem.ts';
import { compileNewest } from '../../snapshot/publish/compile-newest.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { notFound } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { listUpcomingOfFlag } from '../schedules/list-upcoming-of-flag.ts';
import type { FlagStateTarget } from './flag-state-row.ts';

interface Input extends FlagStateTarget {
  readonly question: ExplainInput;
}

/** What the flag serves to a context, with everything that was asked on the way. Changes nothing. */
export async function explainFlag({ ctx, input }: VerbCall<Input>): Promise<Explanation> {
  authorise(ctx, 'viewer');
  const { context, at } = parseInput(explainInput, input.question);
  const compiled = await compileNewest(ctx.database, input.environment);
  if (!compiled || compiled.snapshot.withdrawn)
    throw notFound(`environment "${input.environment}"`);
  const flag = prepare(reachOf(compiled.snapshot, input.flag)).flags.get(input.flag);
  if (!flag) throw notFound(`flag "${input.flag}" in environment "${input.environment}"`);
  const now = at === undefined ? ctx.now().getTime() : Date.parse(at);
  return {
    evaluation: evaluationResource(evaluateFlag(flag, context, now)),
    problem: flag.problem === undefined ? null : authoredProblem(flag.problem),
    upcoming: await listUpcomingOfFlag(ctx.database.reads, input),
    steps: explain(compiled.snapshot, input.flag, context, now).map(stepResource),
  };
}

/** An answer of the engine as `/admin` shows it: what is absent is null. */
export const evaluationResource = ({ ruleId, errorCode, variant, ...evaluation }: Evaluation) => ({
  ...evaluation,
  variant: variant ?? null,
  rule_id: ruleId ?? null,
  error_code: errorCode ?? null,
});

/** A question of the engine as `/admin` shows it, with the path as people write it. */
export const stepResource = ({ path, answer, ...step }: TraceEntry) => ({
  ...step,
  path: authoredPath(path),
  answer: typeof answer === 'object' && answer !== null ? evaluationResource(answer) : answer,
});
