import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Role } from '../../../contract/access/api-key.ts';
import type { MemberResource } from '../../../contract/access/member.ts';
import { showFailure } from '../../components/show-failure.ts';
import { admin, bodyOf } from '../../lib/api.ts';

/** Gives a member another role, with a way back. */
export function useChangeRole({ id, name, role: before }: MemberResource) {
  const queryClient = useQueryClient();
  const refresh = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: ['members'] }),
      // Links that an admin has handed out end with the role.
      queryClient.invalidateQueries({ queryKey: ['invitations'] }),
    ]);
  const change = (role: Role) =>
    bodyOf(admin.members[':id'].$patch({ param: { id }, json: { role } }));
  const fail = (error: Error) => showFailure(error, `${name} keeps the role`);
  return useMutation({
    mutationFn: change,
    onSuccess: (_, role) => {
      const undo = () => {
        notifications.hide(notice);
        void change(before).then(refresh, fail);
      };
      const notice = notifications.show({
        color: 'green',
        title: `${name} is ${role} now`,
        message: (
          <Button size="compact-xs" variant="default" onClick={undo}>
            Undo
          </Button>
        ),
      });
    },
    onError: fail,
    onSettled: refresh,
  });
}
