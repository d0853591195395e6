import {
  Alert,
  Anchor,
  Badge,
  Group,
  Modal,
  Skeleton,
  Stack,
  Table,
  Text,
  TextInput,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { Evaluation } from '../../../../engine/evaluation.ts';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { serverNow } from '../../../lib/server-clock.ts';
import { snapshotQuery } from '../../../lib/snapshot-query.ts';
import { useFocusBack } from '../../../lib/use-focus-back.ts';
import { type Sample, useSamples } from '../../../lib/use-samples.ts';
import { whyServed } from '../../../lib/why-served.ts';
import type { FlagState } from '../flag-query.ts';
import type { StateValues } from '../targeting/state-values.ts';
import { compareSnapshots } from './compare-snapshots.ts';
import { withDraft } from './with-draft.ts';

interface CompareDialogProps {
  readonly state: FlagState;
  readonly values: StateValues;
  readonly onClose: () => void;
}

/** How many users are made up, beside the samples. */
const madeUpUsers = 1_000;

/** Which of the samples would be served something else. */
export function CompareDialog({ state, values, onClose }: CompareDialogProps) {
  const { flag, environment } = state;
  useFocusBack();
  const { samples } = useSamples();
  const [userId, setUserId] = useState('');
  const [organisationId, setOrganisationId] = useState('');
  const { data: snapshot, error } = useQuery(snapshotQuery(environment));
  const result = useMemo(() => {
    if (!snapshot) return undefined;
    const after = withDraft(snapshot, flag, values);
    const question = { before: snapshot, after, flag, now: serverNow() };
    const { problem, compare } = compareSnapshots(question);
    const users = Array.from({ length: madeUpUsers }, (_, user) => ({
      user_id: `user-${user}`,
      organisation_id: `organisation-${user % 40}`,
    }));
    const asked = askedFor(userId, organisationId);
    return {
      problem,
      rows: [...asked, ...samples].map((sample) => ({ ...sample, ...compare(sample.context) })),
      moved: users.filter((user) => compare(user).isChanged).length,
    };
  }, [snapshot, samples, flag, values, userId, organisationId]);
  return (
    <Modal opened onClose={onClose} size="lg" title={`Before it is saved in ${environment}`}>
      <Stack gap="sm">
        {error && <ErrorAlert error={error} />}
        {!result && !error && <Skeleton height={180} />}
        {result?.problem && (
          <Alert color="red" title="The flag would be broken" role="alert">
            {result.problem}
          </Alert>
        )}
        {result && (
          <Text size="sm">
            {result.moved === 0
              ? `None of ${madeUpUsers.toLocaleString('en')} made-up users would be served another variant.`
              : `${result.moved} of ${madeUpUsers.toLocaleString('en')} made-up users would be served another variant.`}
          </Text>
        )}
        <Group grow>
          <TextInput
            label="User id"
            placeholder="Somebody of yours"
            value={userId}
            onChange={(event) => setUserId(event.currentTarget.value)}
          />
          <TextInput
            label="Organisation id"
            value={organisationId}
            onChange={(event) => setOrganisationId(event.currentTarget.value)}
          />
        </Group>
        {result && <SampleTable rows={result.rows} />}
        <Text size="sm" c="dimmed">
          Whoever has other attributes is a sample: those are kept in this browser, under{' '}
          <Anchor component={Link} {...({ to: '/try', search: { environment } } as object)} inherit>
            Try it
          </Anchor>
          .
        </Text>
      </Stack>
    </Modal>
  );
}

/** Whoever is named in the dialog, before the samples. */
function askedFor(userId: string, organisationId: string): Sample[] {
  const context = {
    ...(userId && { user_id: userId }),
    ...(organisationId && { organisation_id: organisationId }),
  };
  const name = [userId, organisationId].filter(Boolean).join(' of ');
  return name === '' ? [] : [{ name, context }];
}

interface Row {
  readonly name: string;
  readonly was: Evaluation;
  readonly is: Evaluation;
  readonly isChanged: boolean;
}

const SampleTable = ({ rows }: { readonly rows: readonly Row[] }) => (
  <Table verticalSpacing={5}>
    <Table.Thead>
      <Table.Tr>
        <Table.Th>Sample</Table.Th>
        <Table.Th>Now</Table.Th>
        <Table.Th>Then</Table.Th>
        <Table.Th w={100} aria-label="Whether it changes" />
      </Table.Tr>
    </Table.Thead>
    <Table.Tbody>
      {rows.map(({ name, was, is, isChanged }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: who is asked for may be called like a sample
        <Table.Tr key={`${place} ${name}`}>
          <Table.Td>{name}</Table.Td>
          <Table.Td>{servedText(was)}</Table.Td>
          <Table.Td fw={isChanged ? 600 : 400}>{servedText(is)}</Table.Td>
          <Table.Td>
            {isChanged && (
              <Badge size="sm" color="orange" variant="light" tt="none">
                changes
              </Badge>
            )}
          </Table.Td>
        </Table.Tr>
      ))}
    </Table.Tbody>
  </Table>
);

const servedText = ({ variant, reason, ruleId, errorCode }: Evaluation): string =>
  `${variant ?? 'nothing'}, ${whyServed({ reason, ruleId, errorCode })}`;
