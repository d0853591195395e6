import { Stack, Text } from '@mantine/core';
import type { AuditEntryResource } from '../../../contract/access/audit.ts';
import { showInstant } from '../../lib/show-instant.ts';
import { describeDifference } from './describe-difference.ts';
import { DifferenceList } from './difference-list.tsx';

/** What an entry changed, property by property, and how it can be found elsewhere. */
export const EntryDetails = ({ entry }: { readonly entry: AuditEntryResource }) => (
  <Stack gap="xs" px="sm" pb="sm">
    <DifferenceList differences={describeDifference(entry.before, entry.after)} />
    <Text size="xs" c="dimmed" className="wraps-anywhere">
      {entry.action}, {showInstant(entry.occurred_at)}
      {entry.address && `, from ${entry.address}`}, by {entry.actor}, on {entry.target}, request{' '}
      {entry.request_id}, hash {entry.hash}
    </Text>
  </Stack>
);
