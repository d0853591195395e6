import type { Context } from '../../engine/context.ts';
import type { Evaluation } from '../../engine/evaluation.ts';
import type { PreparedFlag } from '../../engine/flag/prepared-flag.ts';
import { organisationOf } from '../../usage/organisation-of.ts';
import type { Granted } from './access.ts';
import type { Asked } from './asked.ts';

type Count = (flag: PreparedFlag, evaluation: Evaluation) => void;

/** What counts the many evaluations that are returned for one context; nothing where nothing is counted. */
export function evaluationCounter(access: Granted, { usage }: Asked, context: Context): Count {
  if (!usage) return () => {};
  const tally = usage.tallyOf(access);
  const cells = tally.cellsOf(organisationOf(context));
  return (flag, evaluation) => tally.count(cells, flag, evaluation);
}
