import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { SubjectResource } from '../../../contract/subject.ts';
import { showUndo } from '../../components/show-undo.tsx';
import { ApiError, admin, bodyOf, ifMatch } from '../../lib/api.ts';
import { showInstant } from '../../lib/show-instant.ts';

type Override = SubjectResource['overrides'][number];

const route = admin.flags[':flag'].environments[':environment'].overrides[':scope'][':subject'];

/** Sets when an override ends, or takes it away at once; either can be undone from the notification. */
export function useEndOverride(override: Override) {
  const queryClient = useQueryClient();
  const { flag, environment, scope, subject, variant, revision } = override;
  const param = { flag, environment, scope, subject };
  const reason = override.reason ?? null;
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['subject'] });
  const put = async (expires_at: string | null, headers: ReturnType<typeof ifMatch>) => {
    const asked = route.$put({ param, json: { variant, reason, expires_at } } as never, headers);
    await bodyOf(asked as never);
  };
  const undo = async () => {
    await put(override.expires_at ?? null, { headers: { 'If-Match': '*' } }).catch(tell);
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
    mutationFn: async () => {
      await bodyOf(route.$delete({ param } as never, ifMatch(revision)) as never);
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

function tell(error: Error) {
  const wasOvertaken = error instanceof ApiError && error.status === 412;
  notifications.show({
    color: wasOvertaken ? 'yellow' : 'red',
    title: wasOvertaken ? 'Somebody else was faster' : 'The override was not changed',
    message: wasOvertaken ? 'This is how it is now.' : error.message,
  });
}
