import { useMutation } from '@tanstack/react-query';
import { showFailure } from '../../components/show-failure.ts';
import { showUndo } from '../../components/show-undo.tsx';
import { bodyOf, ifMatch } from '../../lib/api.ts';
import { serverNow } from '../../lib/server-clock.ts';
import { showInstant } from '../../lib/show-instant.ts';
import { type Override, overrideParam, overrideRoute } from './override-route.ts';
import { useRefreshOverrides } from './use-refresh-overrides.ts';

/** Sets when an override ends, or takes it away at once; either can be undone from the notification. */
export function useEndOverride(override: Override) {
  const { flag, subject, variant, reason, revision } = override;
  const refresh = useRefreshOverrides();
  const put = async (expires_at: string | null, headers: ReturnType<typeof ifMatch>) => {
    const json = { variant, reason, expires_at };
    await bodyOf(overrideRoute.$put({ ...overrideParam(override), json }, headers));
  };
  const undo = async () => {
    await put(endAgain(override.expires_at), { headers: { 'If-Match': '*' } }).catch(tell);
    await refresh();
  };
  const expire = useMutation({
    mutationFn: (expiresAt: string | null) => put(expiresAt, ifMatch(revision)),
    onSuccess: (_, expiresAt) =>
      showUndo({
        message: `The override of ${flag} ${expiresAt === null ? 'stays' : `ends ${showInstant(expiresAt)}`}.`,
        onUndo: () => void undo(),
      }),
    onError: tell,
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: async (): Promise<void> => {
      await bodyOf(overrideRoute.$delete(overrideParam(override), ifMatch(revision)));
    },
    onSuccess: () =>
      showUndo({
        message: `${subject} has no override of ${flag} now.`,
        onUndo: () => void undo(),
      }),
    onError: tell,
    onSettled: refresh,
  });
  return { expire, remove };
}

/** One that is over cannot be put back until then; it is put back without an end. */
const endAgain = (end: string | null): string | null =>
  end !== null && Date.parse(end) > serverNow() ? end : null;

const tell = (error: Error) => showFailure(error, 'The override was not changed');
