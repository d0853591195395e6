import { useBlocker } from '@tanstack/react-router';
import { ConfirmDialog } from './confirm-dialog.tsx';

interface LeaveGuardProps {
  readonly isChanged: boolean;
  /** The parameter of the address whose change is leaving too; that of others is not. */
  readonly by?: string;
}

/** Asks whoever leaves the page with something that is not saved; another tab of the page is not leaving. */
export function LeaveGuard({ isChanged, by = '' }: LeaveGuardProps) {
  const blocker = useBlocker({
    withResolver: true,
    enableBeforeUnload: isChanged,
    shouldBlockFn: ({ current, next }) => {
      const placeOf = ({ pathname, search }: { pathname: string; search: object }) =>
        `${pathname} ${(search as Readonly<Record<string, unknown>>)[by]}`;
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
