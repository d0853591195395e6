import { queryOptions } from '@tanstack/react-query';
import type { Readiness } from '../../../contract/health/readiness.ts';
import { ApiError, admin, bodyOf } from '../../lib/api.ts';
import { emergencySecret } from '../../lib/emergency-secret.ts';
import { lookEvery } from '../../lib/look-every.ts';

const lookEveryMilliseconds = 10_000;

/**
 * Answered without the database, and by 503 while there is nothing to serve flags from; no part of the
 * control plane, so the typed client has it not.
 */
export const readinessQuery = queryOptions({
  queryKey: ['health', 'readiness'],
  refetchInterval: lookEvery(lookEveryMilliseconds),
  queryFn: async (): Promise<Readiness> => {
    const secret = emergencySecret.get();
    const answer = await fetch('/health/ready', {
      ...(secret && { headers: { Authorization: `Bearer ${secret}` } }),
    }).catch((error: unknown) => {
      throw new ApiError(0, { message: `The server is out of reach: ${error}` });
    });
    if (answer.ok || answer.status === 503) return (await answer.json()) as Readiness;
    throw new ApiError(answer.status, { message: `/health/ready answers ${answer.status}.` });
  },
});

export const schemaQuery = queryOptions({
  queryKey: ['health', 'schema'],
  refetchInterval: lookEvery(lookEveryMilliseconds),
  queryFn: () => bodyOf(admin.schema.$get()),
});

/** What an environment has served and can serve again, the newest first. */
export const versionsQuery = (environment: string) =>
  queryOptions({
    queryKey: ['versions', environment],
    queryFn: () =>
      bodyOf(admin.environments[':environment'].versions.$get({ param: { environment } })),
  });
