import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { PlanResource } from '../../../contract/plan.ts';
import { ApiError } from '../../lib/api.ts';

export type PlanStep = { readonly dry_run: true } | { readonly plan_hash: string };

/** Looks what something would change, and then does exactly that. A plan that is old is looked at again. */
export function usePlan(ask: (step: PlanStep) => Promise<PlanResource>, onDone: () => void) {
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
    apply: () => look.data && apply.mutate(look.data.plan_hash),
    forget,
  };
}
