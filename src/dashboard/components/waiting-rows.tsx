import { Skeleton, Stack } from '@mantine/core';

interface WaitingRowsProps {
  readonly label: string;
  readonly rows?: number;
}

/** About as high as what is waited for, so that nothing jumps. */
export const WaitingRows = ({ label, rows = 4 }: WaitingRowsProps) => (
  <Stack gap={6} role="status" aria-label={label}>
    {Array.from({ length: rows }, (_, row) => row).map((row) => (
      <Skeleton key={row} height={44} />
    ))}
  </Stack>
);
