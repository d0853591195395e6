import { type ExplainInput, explainInput } from '../../contract/explain.ts';
import { evaluate } from '../../engine/evaluate.ts';
import { explain } from '../../engine/explain.ts';
import { prepare } from '../../engine/prepare.ts';
import { compile } from '../../snapshot/compile.ts';
import { findEnvironmentSource } from '../../snapshot/source.ts';
import { authorise } from '../authorise.ts';
import type { Verb } from '../context.ts';
import { notFound } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { FlagStateTarget } from './flag-state-row.ts';

interface Input extends FlagStateTarget {
  readonly question: ExplainInput;
}

/** What the flag serves to a context, with everything that was asked on the way. Changes nothing. */
export async function explainFlag({ ctx, input }: Verb<Input>) {
  authorise(ctx, 'viewer');
  const { context, at } = parseInput(explainInput, input.question);
  const source = await findEnvironmentSource(ctx.database.reads, input.environment);
  if (!source) throw notFound(`environment "${input.environment}"`);
  const snapshot = prepare(compile(source).snapshot);
  const flag = snapshot.flags.get(input.flag);
  if (!flag) throw notFound(`flag "${input.flag}" in environment "${input.environment}"`);
  const now = at === undefined ? ctx.now().getTime() : Date.parse(at);
  return {
    evaluation: evaluate(snapshot, input.flag, context, now),
    problem: flag.problem ?? null,
    steps: explain(snapshot, input.flag, context, now),
  };
}
