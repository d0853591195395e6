import { MutationCache, QueryClient } from '@tanstack/react-query';
import { ApiError, isOutcomeOpen } from './api.ts';

/** What will be the same the next time is not asked again. */
const isFinal = (error: unknown): boolean =>
  error instanceof ApiError && error.status >= 400 && error.status < 500;

/**
 * Whoever is refused may have another role by now, or be somebody else: another tab shares the log-in. What may have
 * been done or not is looked for.
 */
const mutationCache = new MutationCache({
  onError: (error) => {
    if (error instanceof ApiError && error.status === 403)
      void queryClient.invalidateQueries({ queryKey: ['me'] });
    if (isOutcomeOpen(error)) void queryClient.invalidateQueries();
  },
});

export const queryClient = new QueryClient({
  mutationCache,
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (times, error) => times < 2 && !isFinal(error),
    },
    // What is asked for now is done now or not at all: not when the browser is online again.
    mutations: { retry: false, networkMode: 'always' },
  },
});
