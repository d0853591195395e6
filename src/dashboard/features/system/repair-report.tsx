import { Accordion, Alert, List, Stack, Text } from '@mantine/core';
import { IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { hasNothingToDo } from '../../../contract/health/has-nothing-to-do.ts';
import type { RepairResult } from '../../../contract/health/repair.ts';
import { BackupDetails } from './backup-details.tsx';
import { repairSentence } from './repair-sentence.ts';
import { Statement } from './statement.tsx';
import { UnresolvedList } from './unresolved-list.tsx';

/** A plan, or what came of its run: everything that it says. */
export function RepairReport({ result }: { readonly result: RepairResult }) {
  const { status, steps, unresolved, warnings, held_back } = result;
  const isWell = unresolved.length === 0 && held_back.length === 0;
  const isPlan = status === 'planned' && !hasNothingToDo(result);
  const Icon = isWell && !isPlan ? IconCircleCheck : IconInfoCircle;
  const color = isPlan ? 'blue' : isWell ? 'green' : 'yellow';
  return (
    <Stack gap="sm">
      <Alert color={color} icon={<Icon />} title={repairSentence(result)} role="status">
        <Facts result={result} />
      </Alert>
      {warnings.map((warning) => (
        <Text key={warning} size="sm" className="wraps-anywhere">
          {warning}
        </Text>
      ))}
      <UnresolvedList items={unresolved} />
      <Accordion variant="separated" order={3}>
        {steps.length > 0 && (
          <Part title={`${status === 'planned' ? 'Planned' : 'Done'}: ${steps.length} steps`}>
            {steps.map(({ object, statement, milliseconds }) => (
              <div key={object + statement}>
                <Text size="sm" className="wraps-anywhere">
                  {object}
                  {milliseconds !== undefined && `, ${Math.round(milliseconds)} ms`}
                </Text>
                <Statement sql={statement} />
              </div>
            ))}
          </Part>
        )}
        <Part title="Way back">
          <BackupDetails backup={result.backup} />
        </Part>
      </Accordion>
    </Stack>
  );
}

const Part = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <Accordion.Item value={title}>
    <Accordion.Control>
      <Text size="sm" fw={550}>
        {title}
      </Text>
    </Accordion.Control>
    <Accordion.Panel>
      <Stack gap="sm">{children}</Stack>
    </Accordion.Panel>
  </Accordion.Item>
);

/** What is neither a statement nor left: rows, records and sequences. */
function Facts({ result }: { readonly result: RepairResult }) {
  const { status, recorded, aligned, seeded, refilled, restored, held_back } = result;
  const isPlan = status === 'planned';
  const lists: readonly (readonly [string, readonly string[]])[] = [
    [isPlan ? 'To be recorded' : 'Recorded', recorded],
    [isPlan ? 'Sequences to be moved on' : 'Sequences moved on', aligned],
    [isPlan ? 'To be seeded' : 'Seeded', seeded],
    [isPlan ? 'Values to be put back' : 'Values put back', refilled],
  ];
  return (
    <List size="sm" spacing={2} className="wraps-anywhere">
      {restored.map(({ environment, version, flags, overrides, segments, keys }) => (
        <List.Item key={environment}>
          {isPlan ? 'To be put back' : 'Put back'}: {environment} as of version {version}, with{' '}
          {flags} flags, {overrides} overrides, {segments} segments, {keys} keys
        </List.Item>
      ))}
      {lists.map(
        ([label, names]) =>
          names.length > 0 && (
            <List.Item key={label}>
              {label}: {names.join(', ')}
            </List.Item>
          ),
      )}
      {held_back.map(({ environment, reason }) => (
        <List.Item key={environment}>
          Not published: {environment}. {reason}
        </List.Item>
      ))}
    </List>
  );
}
