import { useBlocker } from '@tanstack/react-router';
import { ConfirmDialog } from './confirm-dialog.tsx';

/** Asks whoever leaves the page with something that is not saved; another tab of the page is not leaving. */
export function LeaveGuard({ isChanged }: { readonly isChanged: boolean }) {
  const blocker = useBlocker({
    withResolver: true,
    enableBeforeUnload: isChanged,
    shouldBlockFn: ({ current, next }) => {
      const placeOf = ({ pathname, search }: { pathname: string; search: object }) =>
        `${pathname} ${'environment' in search ? search.environment : ''}`;
      return isChanged && placeOf(current) !== placeOf(next);
    },
  });
  if (blocker.status !== 'blocked') return null;
  return (
    <ConfirmDialog
      title="Leave without saving?"
      says="What you changed here is not saved, and is lost when you leave."
      action="Leave"
      onConfirm={blocker.proceed}
      onClose={blocker.reset}
    />
  );
}
