import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { RepairProgress } from '../../../contract/repair.ts';
import { planRepair, runRepair } from './run-repair.ts';

/** A plan first, then its run, with what is told meanwhile. */
export function useRepair() {
  const queryClient = useQueryClient();
  const [progress, setProgress] = useState<readonly RepairProgress[]>([]);
  const plan = useMutation({ mutationFn: planRepair });
  const run = useMutation({
    mutationFn: (planHash: string) =>
      runRepair({
        planHash,
        operationId: crypto.randomUUID(),
        onProgress: (step) => setProgress((before) => [...before, step]),
      }),
    onMutate: () => setProgress([]),
    onSettled: () => queryClient.invalidateQueries(),
  });
  const look = () => {
    run.reset();
    setProgress([]);
    plan.mutate();
  };
  return { plan, run, progress, look };
}
