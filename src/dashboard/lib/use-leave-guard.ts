import { useBlocker } from '@tanstack/react-router';

/** Asks whoever leaves the page with something that is not saved; another tab of the page is not leaving. */
export function useLeaveGuard(isChanged: boolean): void {
  useBlocker({
    enableBeforeUnload: isChanged,
    shouldBlockFn: ({ current, next }) => {
      const placeOf = ({ pathname, search }: { pathname: string; search: object }) =>
        `${pathname} ${'environment' in search ? search.environment : ''}`;
      if (!isChanged || placeOf(current) === placeOf(next)) return false;
      return !window.confirm('What you changed is not saved. Leave it?');
    },
  });
}
