import { Stack, Text, Title } from '@mantine/core';
import type { UnresolvedItem } from '../../../contract/health/repair.ts';
import { Statement } from './statement.tsx';

/** What a person has to decide, each with the statement that would settle it. */
export function UnresolvedList({ items }: { readonly items: readonly UnresolvedItem[] }) {
  if (items.length === 0) return null;
  return (
    <Stack gap="sm">
      <Title order={3} size="h6">
        Left for a person
      </Title>
      {items.map(({ object, reason, sqlstate, rows, statement }) => (
        <div key={object + reason}>
          <Text size="sm" className="wraps-anywhere">
            <b>{object}</b>: {reason}
            {sqlstate && ` (${sqlstate})`}
          </Text>
          {rows && (
            <Text size="xs" c="dimmed" className="wraps-anywhere">
              {rows.count} rows, such as {JSON.stringify(rows.samples[0] ?? null)}
            </Text>
          )}
          {statement && <Statement sql={statement} />}
        </div>
      ))}
    </Stack>
  );
}
