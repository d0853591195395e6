import { Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { AlertSection } from './alert-section.tsx';
import { alertsQuery } from './alerts-query.ts';
import { DriftList } from './drift-list.tsx';
import { readinessQuery, schemaQuery } from './health-query.ts';
import { HealthSummary } from './health-summary.tsx';
import { MigrationTable } from './migration-table.tsx';
import { RepairPanel } from './repair-panel.tsx';
import { SnapshotTable } from './snapshot-table.tsx';

interface HealthContentProps {
  /** Whether it is an admin who looks, or whoever has ADMIN_SECRET. */
  readonly mayRepair: boolean;
  /** What only members may see, below the snapshots. */
  readonly children?: ReactNode;
}

/**
 * Everything about the health of the system, and its repair. Asks nothing of flags, members or sessions,
 * so that it works while those tables are gone.
 */
export function HealthContent({ mayRepair, children }: HealthContentProps) {
  const readiness = useQuery(readinessQuery);
  const schema = useQuery(schemaQuery);
  const alerts = useQuery(alertsQuery);
  // What was true a while ago is not said beside that nobody knows.
  const report = schema.error ? undefined : schema.data;
  return (
    <Stack gap="md">
      {readiness.error && <ErrorAlert error={readiness.error} title="Nobody knows how it is" />}
      {readiness.isPending && <Skeleton h={{ base: 430, md: 199 }} />}
      {readiness.data && (
        <HealthSummary readiness={readiness.data} openAlerts={alerts.data?.open.length ?? 0} />
      )}
      <AlertSection />
      {readiness.isPending && <Skeleton height={220} />}
      {readiness.data && <SnapshotTable readiness={readiness.data} mayRepair={mayRepair} />}
      {children}
      <RepairPanel verdict={report?.verdict} mayRepair={mayRepair} />
      {schema.error && (
        <ErrorAlert error={schema.error} title="The database could not be compared" />
      )}
      {schema.isPending && <Skeleton height={220} />}
      {report && <DriftList report={report} />}
      {report && <MigrationTable report={report} />}
    </Stack>
  );
}
