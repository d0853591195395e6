import type { Snapshot } from '../../../../engine/snapshot.ts';
import { compileRollout, compileRule } from '../../../../snapshot/compile/compile-rule.ts';
import type { StateValues } from '../targeting/state-values.ts';

/** What the edge would read if this were saved. */
export function withDraft(snapshot: Snapshot, key: string, values: StateValues): Snapshot {
  const drafted = {
    salt: values.salt,
    bucketBy: values.bucket_by,
    prerequisites: values.prerequisites,
    rules: values.rules.map(compileRule),
    rollout: compileRollout(values),
  };
  const flags = snapshot.flags.map((flag) => (flag.key === key ? { ...flag, ...drafted } : flag));
  return { ...snapshot, flags };
}
