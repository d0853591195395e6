import { useLayoutEffect } from 'react';

/**
 * Gives the focus back to where it was before a dialog came: ours are there only while they are open, and the
 * library does so for those alone that stay and are opened and closed.
 */
export function useFocusBack(): void {
  useLayoutEffect(() => {
    const origin = originOf(document.activeElement);
    return () => {
      if (isInDialog(document.activeElement)) origin?.focus({ preventScroll: true });
    };
  }, []);
}

/** What opened it. An item of a menu goes with its menu, whose button stays. */
function originOf(focused: Element | null): HTMLElement | undefined {
  const button = focused?.closest('[role=menu]')?.getAttribute('aria-labelledby');
  const origin = button ? document.getElementById(button) : focused;
  return origin instanceof HTMLElement ? origin : undefined;
}

/** Nobody has gone elsewhere meanwhile. What has lost the focus leaves it to the whole page. */
const isInDialog = (focused: Element | null): boolean =>
  focused === null || focused === document.body || focused.closest('[role=dialog]') !== null;
