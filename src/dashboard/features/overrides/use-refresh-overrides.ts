import { useQueryClient } from '@tanstack/react-query';

/** Where overrides are shown: by flag, and by whose they are. */
export function useRefreshOverrides() {
  const queryClient = useQueryClient();
  return () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: ['overrides'] }),
      queryClient.invalidateQueries({ queryKey: ['subject'] }),
    ]);
}
