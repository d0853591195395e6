import type { Context } from '../../src/engine/context.ts';
import { evaluate } from '../../src/engine/evaluate.ts';
import type { Evaluation } from '../../src/engine/evaluation.ts';
import { prepare } from '../../src/engine/prepare.ts';
import type { Flag, Rollout, Snapshot } from '../../src/engine/snapshot.ts';

export const VERSION = 7;
export const EVERYBODY: Rollout = {
  millipercent: 100_000,
  split: [{ variant: 'on', weight: 100_000 }],
};

/** A sound boolean flag, on for everybody, with some of its fields changed. */
export function sampleFlag(changes: Partial<Flag> = {}): Flag {
  return {
    key: 'sample',
    name: 'Sample',
    kind: 'boolean',
    clientVisible: true,
    variants: [
      { name: 'on', value: true },
      { name: 'off', value: false },
    ],
    offVariant: 'off',
    killed: false,
    on: true,
    salt: 'sample',
    bucketBy: 'user_id',
    overrides: [],
    prerequisites: [],
    rules: [],
    rollout: EVERYBODY,
    ...changes,
  };
}

export function share(millipercent: number): Rollout {
  return { ...EVERYBODY, millipercent };
}

export function sampleSnapshot(flags: readonly Flag[]): Snapshot {
  return { environment: 'test', version: VERSION, flags, segments: [] };
}

export function evaluateOne(flag: Flag, context: Context = {}, now = 0): Evaluation {
  return evaluate(prepare(sampleSnapshot([flag])), flag.key, context, now);
}
