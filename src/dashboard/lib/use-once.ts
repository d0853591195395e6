import { useEffect, useRef } from 'react';

/** Keeps a second click from doing it twice: it may come before the first is known to be under way. */
export function useOnce(isPending: boolean) {
  const isBegun = useRef(false);
  useEffect(() => {
    if (!isPending) isBegun.current = false;
  });
  return (work: () => void) => {
    if (isBegun.current || isPending) return;
    isBegun.current = true;
    work();
  };
}
