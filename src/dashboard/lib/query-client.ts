import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './api.ts';

/** What will be the same the next time is not asked again. */
const isFinal = (error: unknown): boolean =>
  error instanceof ApiError && error.status >= 400 && error.status < 500;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (times, error) => times < 2 && !isFinal(error),
    },
    mutations: { retry: false },
  },
});
