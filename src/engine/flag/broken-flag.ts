import { always } from '../question.ts';
import type { Flag } from '../snapshot.ts';
import type { Trace } from '../tracing/trace.ts';
import { brokenFlag } from './outcomes.ts';
import type { PreparedFlag } from './prepared-flag.ts';

export interface BrokenFlag {
  /** It may be anything, but has a key. */
  readonly flag: Flag;
  readonly version: number;
  readonly problem: string;
  readonly trace: Trace;
}

/** Reads what can still be read of the flag. */
export function prepareBrokenFlag({ flag, version, problem, trace }: BrokenFlag): PreparedFlag {
  const { key, name, clientVisible, offVariant } = flag;
  const variants = Array.isArray(flag.variants) ? flag.variants : [];
  const off = variants.find((variant) => variant?.name === offVariant && offVariant !== undefined);
  const otherwise = always(brokenFlag(off, version));
  return {
    key,
    name: typeof name === 'string' ? name : key,
    clientVisible: clientVisible === true,
    offVariant: off?.name,
    variantNames: new Set(),
    rolloutMillipercent: 0,
    problem,
    steps: [],
    otherwise: trace({ kind: 'step', path: '', description: () => problem }, otherwise),
    boundaries: [],
  };
}
