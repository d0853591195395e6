import { Button, Group } from '@mantine/core';
import type { PlanResource } from '../../../contract/plan.ts';

interface PlanButtonsProps {
  readonly plan: PlanResource | undefined;
  /** What carrying it out is called. */
  readonly action: string;
  readonly canLook: boolean;
  readonly isPending: boolean;
  readonly onLook: () => void;
  readonly onApply: () => void;
  readonly onClose: () => void;
}

/** First a look, then what was looked at and nothing else. */
export const PlanButtons = (props: PlanButtonsProps) => (
  <Group justify="flex-end">
    <Button variant="default" onClick={props.onClose}>
      Cancel
    </Button>
    {props.plan === undefined ? (
      <Button disabled={!props.canLook} loading={props.isPending} onClick={props.onLook}>
        Show what would change
      </Button>
    ) : (
      <Button
        disabled={props.plan.changed.length === 0}
        loading={props.isPending}
        onClick={props.onApply}
      >
        {props.action}
      </Button>
    )}
  </Group>
);
