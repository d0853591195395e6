import { Anchor, Code, Group, Table, Text, UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import type { Evaluation } from '../../../engine/evaluation.ts';
import type { JsonObject } from '../../../engine/json.ts';
import type { Snapshot } from '../../../engine/snapshot.ts';
import { BreakingKey } from '../../components/breaking-key.tsx';
import { whyServed } from '../../lib/why-served.ts';
import { Explanation } from './explanation.tsx';

export interface Result {
  readonly key: string;
  readonly evaluation: Evaluation;
}

interface ResultsProps {
  readonly results: readonly Result[];
  readonly snapshot: Snapshot;
  readonly context: JsonObject;
  readonly now: number;
  readonly open: string | undefined;
  readonly onOpen: (key: string | undefined) => void;
}

/** Every flag with its value, and why, where one asks. */
export const Results = ({ results, snapshot, context, now, open, onOpen }: ResultsProps) => (
  <Table verticalSpacing={5} layout="fixed" className="results">
    <Table.Thead>
      <Table.Tr>
        <Table.Th w={{ base: '62%', sm: '40%' }}>Flag</Table.Th>
        <Table.Th>Value</Table.Th>
        <Table.Th w={180} visibleFrom="sm">
          Why
        </Table.Th>
      </Table.Tr>
    </Table.Thead>
    <Table.Tbody>
      {results.map(({ key, evaluation }) => (
        <Fragment key={key}>
          <Table.Tr>
            <Table.Td>
              <UnstyledButton
                onClick={() => onOpen(open === key ? undefined : key)}
                aria-expanded={open === key}
                className="result-key"
              >
                <IconChevronRight
                  size={14}
                  className="rule-chevron"
                  data-open={open === key || undefined}
                />
                <span>
                  <BreakingKey text={key} />
                </span>
              </UnstyledButton>
            </Table.Td>
            <Table.Td className="wraps-anywhere">
              <Value evaluation={evaluation} />
            </Table.Td>
            <Table.Td visibleFrom="sm">
              <Why evaluation={evaluation} />
            </Table.Td>
          </Table.Tr>
          {open === key && (
            <Table.Tr>
              <Table.Td colSpan={3}>
                <Explanation {...{ snapshot, context, now }} flag={key} />
                <Anchor
                  component={Link}
                  {...({
                    to: '/flags/$key',
                    params: { key },
                    search: { environment: snapshot.environment },
                  } as object)}
                  size="sm"
                >
                  To the flag
                </Anchor>
              </Table.Td>
            </Table.Tr>
          )}
        </Fragment>
      ))}
    </Table.Tbody>
  </Table>
);

function Value({ evaluation: { value, variant } }: { readonly evaluation: Evaluation }) {
  const text = JSON.stringify(value);
  return (
    <Group gap={6}>
      <Code>{text.length > 60 ? `${text.slice(0, 59)}…` : text}</Code>
      {variant !== undefined && variant !== String(value) && (
        <Text size="xs" c="dimmed">
          {variant}
        </Text>
      )}
    </Group>
  );
}

const Why = ({
  evaluation: { reason, ruleId, errorCode },
}: {
  readonly evaluation: Evaluation;
}) => (
  <Text
    size="xs"
    c={errorCode === undefined ? 'dimmed' : 'red'}
    title={reason}
    className="wraps-anywhere"
  >
    {whyServed({ reason, ruleId, errorCode })}
  </Text>
);
