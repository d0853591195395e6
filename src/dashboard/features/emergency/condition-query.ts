import { queryOptions } from '@tanstack/react-query';
import type { Readiness } from '../../../contract/readiness.ts';
import { ApiError, admin, bodyOf } from '../../lib/api.ts';

/** Answers without any database, and with 503 where there is nothing to serve flags from. */
export const conditionQuery = queryOptions({
  queryKey: ['condition'],
  refetchInterval: 10_000,
  queryFn: async (): Promise<Readiness> => {
    const answer = await fetch('/health/ready').catch((error: unknown) => {
      throw new ApiError(0, { message: `The server is out of reach: ${error}` });
    });
    return (await answer.json()) as Readiness;
  },
});

export const schemaQuery = queryOptions({
  queryKey: ['schema'],
  refetchInterval: 10_000,
  queryFn: () => bodyOf(admin.schema.$get()),
});
