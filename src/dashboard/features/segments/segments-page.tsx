import { Button, Center, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { ListSearch } from '../../components/list-search.tsx';
import { Page } from '../../components/page.tsx';
import { WaitingRows } from '../../components/waiting-rows.tsx';
import { hasWords } from '../../lib/has-words.ts';
import { useLastSeen } from '../../lib/use-last-seen.ts';
import { allFlagsQuery } from '../flags/flags-query.ts';
import { useMe } from '../session/use-me.ts';
import { findUses } from './find-uses.ts';
import { NewSegment } from './new-segment.tsx';
import { SegmentCard } from './segment-card.tsx';
import { segmentsQuery } from './segments-query.ts';

const route = getRouteApi('/inside/segments');

export function SegmentsPage() {
  const { open, make, search } = route.useSearch();
  const navigate = useNavigate({ from: '/segments' });
  const segments = useQuery(segmentsQuery);
  const { data: flags } = useQuery(allFlagsQuery);
  const mayChange = useMe().may('editor');
  const all = segments.data ?? [];
  const current = all.find(({ key }) => key === open);
  const opened = useLastSeen(open, current);
  // What is open stays, whatever is looked for: it may hold a draft.
  const found = all.filter(({ key, name }) => key === open || hasWords(`${key} ${name}`, search));
  const shown = opened && !current ? [...found, opened] : found;
  const show = (next: { open?: string | undefined; make?: true | undefined }) =>
    void navigate({ search: { open: next.open, make: next.make, search }, replace: true });
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
      <ListSearch
        length={all.length}
        label="Search segments"
        placeholder="Key or name"
        value={search}
        onChange={(text) =>
          void navigate({ search: (was) => ({ ...was, search: text }), replace: true })
        }
      />
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
      {segments.data && shown.length === 0 && !make && (
        <Center mih={220}>
          <Text c="dimmed">
            {all.length === 0 ? 'There is no segment yet.' : 'No segment is called so.'}
          </Text>
        </Center>
      )}
    </Page>
  );
}
