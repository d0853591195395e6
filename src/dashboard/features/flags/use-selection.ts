import { useState } from 'react';

/** Which flags are selected, of those that are shown: what is filtered away is not acted upon. */
export function useSelection(shown: readonly string[]) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const keys = shown.filter((key) => chosen.has(key));
  return {
    keys,
    has: (key: string) => chosen.has(key),
    areAll: shown.length > 0 && keys.length === shown.length,
    toggle: (key: string) =>
      setChosen(
        (was) => new Set(was.has(key) ? [...was].filter((each) => each !== key) : [...was, key]),
      ),
    toggleAll: () => setChosen(new Set(keys.length === shown.length ? [] : shown)),
    select: (wanted: readonly string[]) => setChosen(new Set(wanted)),
    /** Whether any was selected, shown or not. */
    isAny: chosen.size > 0,
  };
}

export type Selection = ReturnType<typeof useSelection>;
