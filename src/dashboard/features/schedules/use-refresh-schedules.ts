import { useQueryClient } from '@tanstack/react-query';

/** Of what a schedule may have changed: itself, and the flag where a step is due at once. */
export function useRefreshSchedules() {
  const queryClient = useQueryClient();
  return () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: ['schedules'] }),
      queryClient.invalidateQueries({ queryKey: ['flag'] }),
    ]);
}
