import { useState } from 'react';
import {
  type Clash,
  changesOf,
  clashesOf,
  type Draft,
  rebased,
  type Versioned,
  yielded,
} from './draft.ts';

export interface DraftHandle<Values extends object> {
  readonly values: Values;
  /** What it is compared with, and the revision that a save names. */
  readonly base: Versioned<Values>;
  readonly changes: Partial<Values>;
  readonly isChanged: boolean;
  /** Not empty while somebody else changed the same: one has to choose. */
  readonly clashes: readonly Clash<Values>[];
  readonly set: (change: Partial<Values>) => void;
  readonly discard: () => void;
  /** These values are saved; whatever was written since goes on being a draft. */
  readonly settle: () => void;
  readonly keepMine: () => void;
  readonly takeTheirs: () => void;
}

/**
 * What is being written, on top of what the server has. A change of somebody else to other properties slips
 * in below it; one to the same is shown beside it.
 */
export function useDraft<Values extends object>(current: Versioned<Values>): DraftHandle<Values> {
  const [written, setWritten] = useState<Draft<Values>>();
  const fresh: Draft<Values> = { base: current, mine: current.values };
  const isBehind = written !== undefined && written.base.revision !== current.revision;
  const clashes = isBehind ? clashesOf(written, current) : [];
  const draft = isBehind && clashes.length === 0 ? rebased(written, current) : (written ?? fresh);
  const changes = changesOf(draft.base.values, draft.mine);
  return {
    values: draft.mine,
    base: draft.base,
    changes,
    isChanged: Object.keys(changes).length > 0,
    clashes,
    set: (change) => setWritten({ base: draft.base, mine: { ...draft.mine, ...change } }),
    discard: () => setWritten(undefined),
    settle: () =>
      setWritten((was) => was && { base: { ...draft.base, values: draft.mine }, mine: was.mine }),
    keepMine: () => setWritten(rebased(draft, current)),
    takeTheirs: () => setWritten(yielded(draft, current)),
  };
}
