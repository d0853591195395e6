import { Button, Center, Menu, Paper, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { LoadMore } from '../../components/load-more.tsx';
import { Page } from '../../components/page.tsx';
import { WaitingRows } from '../../components/waiting-rows.tsx';
import { AuditEntry } from './audit-entry.tsx';
import { AuditFilters } from './audit-filters.tsx';
import { auditQuery, exportAddress } from './audit-query.ts';
import { VerifyButton } from './verify-button.tsx';

const route = getRouteApi('/inside/audit');

export function AuditPage() {
  const search = route.useSearch();
  const log = useInfiniteQuery(auditQuery(search));
  const entries = log.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <Page
      title="Audit log"
      says="Who changed what, the newest first. Each entry holds the hash of the one before."
      actions={
        <>
          <VerifyButton />
          <Menu position="bottom-end">
            <Menu.Target>
              <Button variant="default" leftSection={<IconDownload size={16} />}>
                Export
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item component="a" href={exportAddress(search, 'csv')} download>
                CSV
              </Menu.Item>
              <Menu.Item component="a" href={exportAddress(search, 'ndjson')} download>
                NDJSON
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </>
      }
    >
      <AuditFilters key={JSON.stringify(search)} search={search} />
      {log.error && <ErrorAlert error={log.error} title="The log could not be loaded" />}
      {log.isLoading && <WaitingRows label="Loading the log" rows={10} />}
      {entries.length > 0 && (
        <Paper withBorder className="rows">
          {entries.map((entry) => (
            <AuditEntry key={entry.seq} entry={entry} />
          ))}
        </Paper>
      )}
      {log.data && entries.length === 0 && (
        <Center mih={220}>
          <Text c="dimmed">No entry meets all of these filters.</Text>
        </Center>
      )}
      <LoadMore query={log} />
    </Page>
  );
}
