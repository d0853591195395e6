import './difference.css';
import { Stack, Text } from '@mantine/core';
import type { Difference } from './describe-difference.ts';

/** What was, struck through, and what is. */
export const DifferenceList = ({
  differences,
}: {
  readonly differences: readonly Difference[];
}) => (
  <Stack gap={6}>
    {differences.map(({ what, was, is }) => (
      <div key={what} className="difference">
        <Text size="sm" fw={550}>
          {what}
        </Text>
        <div className="difference-values">
          {was !== undefined && <del>{was}</del>}
          {is !== undefined && <ins>{is}</ins>}
        </div>
      </div>
    ))}
  </Stack>
);
