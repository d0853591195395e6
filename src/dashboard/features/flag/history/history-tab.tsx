import { Anchor, Badge, Button, Group, Paper, Skeleton, Stack, Switch, Text } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { AuditEntryResource } from '../../../../contract/access/audit.ts';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { LoadMore } from '../../../components/load-more.tsx';
import { Section } from '../../../components/section.tsx';
import { showInstant } from '../../../lib/show-instant.ts';
import { describeAction } from '../../audit/action-words.ts';
import { Actor } from '../../audit/actor.tsx';
import { describeDifference } from '../../audit/describe-difference.ts';
import { DifferenceList } from '../../audit/difference-list.tsx';
import type { FlagDetail, FlagState } from '../flag-query.ts';
import { flagHistoryQuery } from './history-query.ts';
import { RevertDialog } from './revert-dialog.tsx';
import { type Revert, revertOf } from './revert-of.ts';

interface HistoryTabProps {
  readonly flag: FlagDetail;
  readonly state: FlagState;
  readonly isReadOnly: boolean;
}

/** Who changed what, with a way back. */
export function HistoryTab({ flag, state, isReadOnly }: HistoryTabProps) {
  const [isEverywhere, setEverywhere] = useState(false);
  const [revert, setRevert] = useState<Revert>();
  const listed = useInfiniteQuery(flagHistoryQuery(flag.key));
  const entries = (listed.data?.pages.flatMap((page) => page.entries) ?? []).filter(
    ({ environment }) => isEverywhere || environment === null || environment === state.environment,
  );
  return (
    <Section
      title="History"
      says={
        <>
          The definition, and {isEverywhere ? 'every environment' : state.environment}. Overrides of
          it are in the{' '}
          <Anchor
            component={Link}
            {...({ to: '/audit', search: { q: `${flag.key}/`, action: 'override' } } as object)}
            inherit
            underline="always"
          >
            audit log
          </Anchor>
          .
        </>
      }
      actions={
        <Switch
          label="Every environment"
          checked={isEverywhere}
          onChange={(event) => setEverywhere(event.currentTarget.checked)}
        />
      }
    >
      {listed.error && <ErrorAlert error={listed.error} />}
      {listed.isPending && <Skeleton height={240} />}
      <Stack gap="xs">
        {entries.map((entry) => (
          <Entry
            key={entry.seq}
            entry={entry}
            revert={isReadOnly ? undefined : revertOf(entry, flag)}
            onRevert={setRevert}
          />
        ))}
      </Stack>
      <LoadMore query={listed} />
      {revert && (
        <RevertDialog flag={flag.key} revert={revert} onClose={() => setRevert(undefined)} />
      )}
    </Section>
  );
}

interface EntryProps {
  readonly entry: AuditEntryResource;
  readonly revert: Revert | undefined;
  readonly onRevert: (revert: Revert) => void;
}

const Entry = ({ entry, revert, onRevert }: EntryProps) => (
  <Paper withBorder p="sm" component="article">
    <Group justify="space-between" align="flex-start" gap="xs" mb={6}>
      <Group gap={6}>
        <Text size="sm" fw={600}>
          <Actor id={entry.actor} />
        </Text>
        <Badge size="sm" variant="light" color="gray" tt="none" title={entry.action}>
          {describeAction(entry.action)}
        </Badge>
        {entry.environment !== null && (
          <Badge size="sm" variant="default" tt="none">
            {entry.environment}
          </Badge>
        )}
        <Text size="sm" c="dimmed">
          {showInstant(entry.occurred_at)}
        </Text>
      </Group>
      {revert && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconArrowBackUp size={14} />}
          onClick={() => onRevert(revert)}
        >
          Revert
        </Button>
      )}
    </Group>
    <Changed entry={entry} />
  </Paper>
);

function Changed({ entry: { before, after } }: Pick<EntryProps, 'entry'>) {
  const differences = before === null ? [] : describeDifference(before, after);
  if (differences.length > 0) return <DifferenceList differences={differences} />;
  return (
    <Text size="sm" c="dimmed">
      {before === null ? 'Created.' : 'It was so already: nothing changed.'}
    </Text>
  );
}
