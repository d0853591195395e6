import { Button, Center, Group, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Page } from '../../components/page.tsx';
import { WaitingRows } from '../../components/waiting-rows.tsx';
import { useLastSeen } from '../../lib/use-last-seen.ts';
import { allFlagsQuery } from '../flags/flags-query.ts';
import { useMe } from '../session/use-me.ts';
import { findUses } from './find-uses.ts';
import { NewSegment } from './new-segment.tsx';
import { SegmentCard } from './segment-card.tsx';
import { segmentsQuery } from './segments-query.ts';

const route = getRouteApi('/inside/segments');

export function SegmentsPage() {
  const { open, make } = route.useSearch();
  const navigate = useNavigate({ from: '/segments' });
  const segments = useQuery(segmentsQuery);
  const { data: flags } = useQuery(allFlagsQuery);
  const mayChange = useMe().may('editor');
  const all = segments.data ?? [];
  const current = all.find(({ key }) => key === open);
  const opened = useLastSeen(open, current);
  const shown = opened && !current ? [...all, opened] : all;
  const show = (search: { open?: string | undefined; make?: true | undefined }) =>
    void navigate({ search: { open: search.open, make: search.make }, replace: true });
  return (
    <Page
      title="Segments"
      says="Conditions with a name, for the rules of any flag in any environment."
      actions={
        mayChange && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => show({ make: true })}>
            New segment
          </Button>
        )
      }
    >
      {segments.error && <ErrorAlert error={segments.error} title="They could not be loaded" />}
      {segments.isPending && !segments.error && <WaitingRows label="Loading the segments" />}
      {make && mayChange && (
        <NewSegment onDone={(key) => show({ open: key })} onCancel={() => show({})} />
      )}
      {shown.map((segment) => (
        <SegmentCard
          key={segment.key}
          segment={segment}
          uses={flags && findUses(segment.key, { flags, segments: all })}
          isOpen={open === segment.key}
          isGone={segment === opened && !current}
          onToggle={() => show({ make, open: open === segment.key ? undefined : segment.key })}
        />
      ))}
      {segments.data?.length === 0 && !make && (
        <Center mih={220}>
          <Group>
            <Text c="dimmed">There is no segment yet.</Text>
          </Group>
        </Center>
      )}
    </Page>
  );
}
