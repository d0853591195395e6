import { Button, Group, Text } from '@mantine/core';
import { IconTool } from '@tabler/icons-react';
import { hasNothingToDo } from '../../../contract/health/has-nothing-to-do.ts';
import type { SchemaReport } from '../../../contract/health/schema-report.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Section } from '../../components/section.tsx';
import { RepairLost } from './repair-lost.tsx';
import { RepairProgressLog } from './repair-progress-log.tsx';
import { RepairReport } from './repair-report.tsx';
import { RepairUnknownError } from './run-repair.ts';
import { useRepair } from './use-repair.ts';

interface RepairPanelProps {
  readonly verdict: SchemaReport['verdict'] | undefined;
  readonly mayRepair: boolean;
}

/** The repair of the database: what it would do, then doing it, then what came of it. */
export function RepairPanel({ verdict, mayRepair }: RepairPanelProps) {
  const { plan, run, progress, lost, look } = useRepair();
  const planned = plan.data && !hasNothingToDo(plan.data) ? plan.data : undefined;
  const isDone = run.data !== undefined;
  return (
    <Section
      title="Repair"
      says="Adds what is missing, in one transaction, and puts back flags that the edge still serves. Nothing that is there is overwritten."
      actions={
        <Button
          variant={verdict === 'damaged' && !plan.data ? 'filled' : 'default'}
          size="xs"
          leftSection={<IconTool size={15} />}
          disabled={!mayRepair || run.isPending}
          loading={plan.isPending}
          onClick={look}
        >
          {plan.data ? 'Plan again' : 'Plan a repair'}
        </Button>
      }
    >
      {!mayRepair && (
        <Text size="sm" c="dimmed">
          It takes an admin, or ADMIN_SECRET.
        </Text>
      )}
      {plan.error && <ErrorAlert error={plan.error} title="It could not be planned" />}
      {plan.data && !isDone && !run.isPending && <RepairReport result={plan.data} />}
      {planned && !isDone && !run.isPending && (
        <Group>
          <Button color="red" onClick={() => run.mutate(planned.plan_hash)}>
            Repair, as planned
          </Button>
        </Group>
      )}
      {lost !== undefined && <RepairLost id={lost} />}
      {run.isPending && lost === undefined && (
        <RepairProgressLog progress={progress} steps={planned?.steps.length ?? 0} />
      )}
      {run.error && <ErrorAlert error={run.error} title={titleOf(run.error)} />}
      {run.data && <RepairReport result={run.data} />}
    </Section>
  );
}

const titleOf = (error: unknown): string =>
  error instanceof RepairUnknownError
    ? 'It is not known whether it was repaired'
    : 'It was not repaired';
