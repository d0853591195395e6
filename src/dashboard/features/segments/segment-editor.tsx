import { Button, Group, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { SegmentResource } from '../../../contract/flags/segment.ts';
import { ClashAlert } from '../../components/clash-alert.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { GoneAlert } from '../../components/gone-alert.tsx';
import { LeaveGuard } from '../../components/leave-guard.tsx';
import { showUndo } from '../../components/show-undo.tsx';
import { admin, bodyOf, ifMatch, wasOvertaken } from '../../lib/api.ts';
import { useDraft } from '../../lib/use-draft.ts';
import { useMe } from '../session/use-me.ts';
import { SegmentFields, type SegmentValues } from './segment-fields.tsx';
import { usePutSegment } from './use-put-segment.ts';

interface SegmentEditorProps {
  readonly segment: SegmentResource;
  readonly isUsed: boolean;
  /** Whether somebody deleted it meanwhile. */
  readonly isGone: boolean;
}

const labels = { name: 'Name', description: 'Description', when: 'Condition' } as const;

/** Changes a segment; where somebody else changed the same, both are shown. */
export function SegmentEditor({ segment, isUsed, isGone }: SegmentEditorProps) {
  const { key, revision, name, description, when } = segment;
  const mayChange = useMe().may('editor');
  const draft = useDraft<SegmentValues>({ revision, values: { name, description, when } });
  const saving = usePutSegment();
  const deleting = useDeleteSegment(segment);
  const save = () =>
    saving.mutate(
      { key, segment: draft.values, revision: draft.base.revision },
      {
        onSuccess: () => {
          draft.settle();
          notifications.show({ color: 'green', message: `${key} is saved.` });
        },
      },
    );
  const isOvertaken = wasOvertaken(saving.error);
  return (
    <form
      style={{ flex: '3 1 300px', minWidth: 0 }}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <LeaveGuard by="open" isChanged={draft.isChanged} />
      <Stack gap="sm">
        {isGone && <GoneAlert />}
        <SegmentFields
          key={draft.base.revision}
          segment={key}
          values={draft.values}
          set={draft.set}
          error={saving.error}
          isReadOnly={!mayChange}
        />
        <ClashAlert draft={draft} labels={labels} isOvertaken={isOvertaken} />
        {saving.error && !isOvertaken && (
          <ErrorAlert error={saving.error} title="It was not saved" />
        )}
        {deleting.error && <ErrorAlert error={deleting.error} title="It was not deleted" />}
        {mayChange && !isGone && (
          <Group justify="space-between">
            <Button
              variant="subtle"
              color="red"
              disabled={isUsed}
              loading={deleting.isPending}
              onClick={() => deleting.mutate()}
            >
              Delete
            </Button>
            <Group gap="xs">
              <Button variant="default" disabled={!draft.isChanged} onClick={draft.discard}>
                Discard
              </Button>
              <Button
                type="submit"
                disabled={!draft.isChanged || draft.clashes.length > 0}
                loading={saving.isPending}
              >
                Save
              </Button>
            </Group>
          </Group>
        )}
      </Stack>
    </form>
  );
}

/** Safe to undo: nothing refers to it. */
function useDeleteSegment({ key, name, description, when, revision }: SegmentResource) {
  const queryClient = useQueryClient();
  const navigate = useNavigate({ from: '/segments' });
  const putting = usePutSegment();
  return useMutation({
    mutationFn: async () => {
      const asked = admin.segments[':key'].$delete({ param: { key } }, ifMatch(revision));
      await bodyOf(asked as never);
    },
    onSuccess: () => {
      void navigate({
        search: (was) => ({ ...was, open: undefined, make: undefined }),
        replace: true,
        ignoreBlocker: true,
      });
      showUndo({
        message: `${key} is deleted.`,
        onUndo: () => putting.mutateAsync({ key, segment: { name, description, when } }),
      });
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['segments'] }),
  });
}
