import { Table, Text } from '@mantine/core';
import type { RepairBackup } from '../../../contract/health/repair.ts';
import { showInstant } from '../../lib/show-instant.ts';
import { Statement } from './statement.tsx';

/** Where one can return to, and what was there before anything was written. */
export const BackupDetails = ({ backup }: { readonly backup: RepairBackup }) => (
  <>
    <Text size="sm" className="wraps-anywhere">
      The database {backup.database} as it was at {showInstant(backup.at)}, log position{' '}
      {backup.lsn}, with {backup.catalog.length} objects.
    </Text>
    <Statement sql={backup.restore} />
    <Table verticalSpacing={2} maw={420} aria-label="Rows before the repair">
      <Table.Tbody>
        {Object.entries(backup.rows).map(([table, count]) => (
          <Table.Tr key={table}>
            <Table.Th fw={400}>{table}</Table.Th>
            <Table.Td ta="right">{count.toLocaleString()} rows</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </>
);
