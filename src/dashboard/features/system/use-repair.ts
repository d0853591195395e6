import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { RepairProgress } from '../../../contract/health/repair.ts';
import { planRepair, runRepair } from './run-repair.ts';

/** A plan first, then its run, with what is told meanwhile; `lost` names a run while nothing says what came of it. */
export function useRepair() {
  const queryClient = useQueryClient();
  const [progress, setProgress] = useState<readonly RepairProgress[]>([]);
  const plan = useMutation({ mutationFn: planRepair });
  const [lost, setLost] = useState<string>();
  const run = useMutation({
    mutationFn: (planHash: string) => {
      const operationId = crypto.randomUUID();
      return runRepair({
        planHash,
        operationId,
        onProgress: (step) => setProgress((before) => [...before, step]),
        onLost: () => setLost(operationId),
      });
    },
    onMutate: () => setProgress([]),
    onSettled: () => {
      setLost(undefined);
      return queryClient.invalidateQueries();
    },
  });
  const look = () => {
    run.reset();
    setProgress([]);
    plan.mutate();
  };
  return { plan, run, progress, lost, look };
}
