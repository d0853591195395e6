import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { PlanResource } from '../../../contract/fields/plan.ts';
import { ApiError } from '../../lib/api.ts';

/** How a plan goes on: what it would change, once that was looked at. */
export interface Planning {
  readonly plan: PlanResource | undefined;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly look: () => void;
  readonly apply: () => void;
  /** What was looked at is not what is asked for any more. */
  readonly forget: () => void;
}

export type PlanStep = { readonly dry_run: true } | { readonly plan_hash: string };

/** Looks what something would change, and then does exactly that. A plan that is old is looked at again. */
export function usePlan(
  ask: (step: PlanStep) => Promise<PlanResource>,
  onDone: () => void,
): Planning {
  const queryClient = useQueryClient();
  const look = useMutation({ mutationFn: () => ask({ dry_run: true }) });
  const apply = useMutation({
    mutationFn: (plan_hash: string) => ask({ plan_hash }),
    onSuccess: async ({ environment, changed }) => {
      notifications.show({
        color: 'green',
        message: `${changed.length} changed in ${environment}.`,
      });
      await queryClient.invalidateQueries();
      onDone();
    },
    onError: (error) => {
      if (error instanceof ApiError && error.code === 'plan_changed') look.mutate();
    },
  });
  const forget = () => {
    look.reset();
    apply.reset();
  };
  return {
    plan: look.data,
    error: look.error ?? apply.error,
    isPending: look.isPending || apply.isPending,
    look: () => look.mutate(),
    apply: () => {
      if (look.data) apply.mutate(look.data.plan_hash);
    },
    forget,
  };
}
