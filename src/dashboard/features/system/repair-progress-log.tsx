import { Progress, Stack, Text } from '@mantine/core';
import type { RepairProgress } from '../../../contract/health/repair.ts';

interface RepairProgressLogProps {
  readonly progress: readonly RepairProgress[];
  /** As many as are planned. */
  readonly steps: number;
}

const shown = 6;

/** What has been done so far, the newest last. */
export const RepairProgressLog = ({ progress, steps }: RepairProgressLogProps) => (
  <Stack gap={4} role="log" aria-label="Progress of the repair">
    <Progress
      value={steps === 0 ? 100 : (progress.length / steps) * 100}
      animated
      aria-label="How far the repair is"
    />
    <Text size="sm">
      {progress.length} of {steps} steps
    </Text>
    {progress.slice(-shown).map((step) => (
      <Text key={step.object} size="xs" ff="monospace" className="wraps-anywhere">
        {'reason' in step ? `left: ${step.object}, ${step.reason}` : `done: ${step.object}`}
      </Text>
    ))}
  </Stack>
);
