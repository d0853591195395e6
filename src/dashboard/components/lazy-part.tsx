import { type ComponentType, type ReactNode, useEffect, useState } from 'react';
import { whyNotFetched } from '../lib/why-not-fetched.ts';
import { PartFailure } from './part-failure.tsx';

/**
 * A part of a page that is fetched when it is first shown. Where that fails, it is told in its place, a dialog as a
 * dialog, with ways on; the page around it stays, and whatever is written there.
 */
export function lazyPart<Props extends object>(
  fetchPart: () => Promise<ComponentType<Props>>,
  waiting: ReactNode = null,
): ComponentType<Props> {
  let known: ComponentType<Props> | undefined;
  // biome-ignore lint/correctness/noComponentHookFactories: called where a module begins, as React's own lazy is
  return function LazyPart(props: Props) {
    const [Part, setPart] = useState(() => known);
    const [error, setError] = useState<Error>();
    const isWanted = Part === undefined && error === undefined;
    useEffect(() => {
      if (!isWanted) return;
      let isHere = true;
      fetchPart().then(
        (part) => {
          known = part;
          if (isHere) setPart(() => part);
        },
        async (reason: unknown) => {
          const why = await whyNotFetched(reason);
          if (isHere) setError(why);
        },
      );
      return () => {
        isHere = false;
      };
    }, [isWanted]);
    if (Part) return <Part {...props} />;
    if (error === undefined) return waiting;
    const retry = () => setError(undefined);
    return <PartFailure error={error} onRetry={retry} onClose={closeOf(props)} />;
  };
}

/** A dialog is what can be closed. */
const closeOf = (props: object): (() => void) | undefined =>
  'onClose' in props && typeof props.onClose === 'function'
    ? (props.onClose as () => void)
    : undefined;
