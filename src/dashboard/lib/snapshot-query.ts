import { queryOptions } from '@tanstack/react-query';
import type { SnapshotResource } from '../../contract/environments/environment-snapshot.ts';
import { admin, bodyOf } from './api.ts';

/** What the edge evaluates in an environment. */
export const snapshotQuery = (environment: string) =>
  queryOptions({
    queryKey: ['snapshot', environment],
    enabled: environment !== '',
    queryFn: async () => {
      const param = { environment: encodeURIComponent(environment) };
      const answer = admin.environments[':environment'].snapshot.$get({ param });
      return (await bodyOf(answer)) as unknown as SnapshotResource;
    },
  });
